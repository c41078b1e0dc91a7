/**
 * Person QR of the Vietnamese apps, Decision 1405/QĐ-BTTTT of 11/9/2021, v1.1:
 * `SoGiayTo|HoTen|NgaySinh|LoaiDinhDanh|QID|EXT`, EXT = `declarer<sex<insurance<phone<signature`, all slots optional.
 * Masked and full forms occur. Nothing in it is signed as far as anybody could verify: it is self-declared.
 */
import { isDay } from '../clock.ts';

export interface Person1405 {
  /** As the code has it: by the rule upper case without diacritics. */
  name: string;
  /** The number of the paper, its first 6 characters as stars even where the code shows them. */
  idMasked: string;
  /** YYYY-MM-DD; month and day may be stars. */
  birth: string;
  /** The person's code at the national platform. */
  qid: string;
  /** 10 digits, where the code has one. */
  phone?: string;
}

const ID = /^[*0-9A-Z]{5,20}$/;
/** The Decision asks for capitals without diacritics; apps that keep either are read all the same. */
const NAME = /^\p{L}[\p{L}\p{M}'’-]*(?: \p{L}[\p{L}\p{M}'’-]*)*$/u;
const BIRTH = /^(?:19|20)\d\d-(?:\*\*-\*\*|\d\d-\*\*|\*\*-\d\d|\d\d-\d\d)$/;
const QID = /^[0-9A-Za-z]{1,36}$/;
const PHONE = /^0\d{9}$/;
const MAX_NAME = 80;

/** `text` of at most some hundred characters, trimmed. undefined when it is not that format. */
export function readPerson1405(text: string): Person1405 | undefined {
  const parts = text.split('|');
  const [id, name, birth, kind, qid, ext = ''] = parts;
  if (parts.length > 6 || id === undefined || name === undefined || birth === undefined || qid === undefined) return undefined;
  if (!ID.test(id) || name.length > MAX_NAME || !NAME.test(name) || !isBirth(birth)) return undefined;
  if ((kind !== '0' && kind !== '1') || !QID.test(qid) || ext.length > 400) return undefined;
  const slots = ext.split('<');
  const sex = slots[1] ?? '';
  const phone = slots[3] ?? '';
  if (!/^[012]?$/.test(sex)) return undefined;
  return { name, idMasked: maskId(id), birth, qid, ...(PHONE.test(phone) ? { phone } : {}) };
}

const isBirth = (birth: string): boolean => BIRTH.test(birth) && (birth.includes('*') || isDay(birth));

const maskId = (id: string): string => '*'.repeat(Math.min(6, id.length)) + id.slice(6);

/** What a version must hold before it is published, and how a stored one is read back. */
import * as z from 'zod';
import type { Questionnaire } from '../../shared/questionnaire/types.ts';

const text = z.strictObject({ vi: z.string().min(1).max(2000), en: z.string().min(1).max(2000) });
const code = z.string().regex(/^[a-z][a-z0-9-]{0,39}$/);
const linkId = z.string().regex(/^[a-z][A-Za-z0-9]{0,39}$/);
const values = z.array(z.union([z.string(), z.boolean()])).min(1);
const choices = z.array(z.strictObject({ code, text })).min(2);

const base = {
  linkId,
  text,
  help: text.optional(),
  required: z.boolean(),
  class: z.enum(['identity', 'answers']),
  role: z.enum(['name', 'phone', 'host', 'id-number', 'birth-year']).optional(),
  enableWhen: z.strictObject({ item: linkId, in: values }).optional(),
};

const item = z.discriminatedUnion('type', [
  z.strictObject({
    ...base,
    type: z.literal('text'),
    pattern: z.enum(['free', 'name', 'phone', 'email', 'id-number']),
    maxLength: z.int().min(1).max(5000),
    lines: z.int().min(1).max(100).optional(),
  }),
  z.strictObject({ ...base, type: z.literal('boolean') }),
  z.strictObject({ ...base, type: z.literal('choice'), choices, layout: z.enum(['buttons', 'list']).optional() }),
  z.strictObject({ ...base, type: z.literal('choices'), choices, none: code.optional() }),
  z.strictObject({ ...base, type: z.literal('integer'), min: z.int(), max: z.union([z.int(), z.literal('this-year')]) }),
  z.strictObject({
    ...base,
    type: z.literal('decimal'),
    min: z.number(),
    max: z.number(),
    digits: z.int().min(0).max(6),
    unit: z.string().max(20),
  }),
  z.strictObject({ ...base, type: z.literal('day'), minDays: z.int(), maxDays: z.int() }),
  z.strictObject({ ...base, type: z.literal('address') }),
  z.strictObject({ ...base, type: z.literal('country') }),
]);

const questionnaire = z
  .strictObject({
    id: code,
    version: z.int().min(1),
    title: text,
    intro: text.optional(),
    lookBackDays: z.int().min(1).max(60),
    items: z.array(item).min(1).max(100),
    consent: z.strictObject({
      version: z.string().min(1).max(40),
      controller: text,
      intro: text,
      purposes: z.array(z.strictObject({ code, text, required: z.boolean() })).min(1),
      retentionDays: z.int().min(1).max(60),
      rights: text,
    }),
    outcome: z.array(z.strictObject({ item: linkId, in: values, reason: code, text })),
  })
  .superRefine((q, context) => {
    for (const message of contradictions(q)) context.addIssue({ code: 'custom', message });
  });

/** @throws ZodError: the definition is not one that the engine can run */
export const parseQuestionnaire = (definition: unknown): Questionnaire => questionnaire.parse(definition);

function contradictions(q: Questionnaire): string[] {
  const found: string[] = [];
  const before = new Map<string, Questionnaire['items'][number]>();
  for (const each of q.items) {
    if (before.has(each.linkId)) found.push(`item ${each.linkId} stands twice`);
    if (each.enableWhen) found.push(...askedOf(before.get(each.enableWhen.item), each.enableWhen.in, `item ${each.linkId}`));
    if ('choices' in each) found.push(...twice(each.choices.map((choice) => choice.code)).map((name) => `choice ${name} stands twice`));
    if (each.type === 'choices' && each.none !== undefined && !each.choices.some((choice) => choice.code === each.none)) {
      found.push(`item ${each.linkId}: "none" is not among its choices`);
    }
    before.set(each.linkId, each);
  }
  for (const role of twice(q.items.flatMap((each) => each.role ?? []))) found.push(`two items are the ${role}`);
  for (const role of ['name', 'phone'] as const) {
    if (!q.items.some((each) => each.role === role && each.type === 'text' && each.class === 'identity'))
      found.push(`no item is the ${role}`);
  }
  for (const rule of q.outcome) found.push(...askedOf(before.get(rule.item), rule.in, `rule ${rule.reason}`));
  for (const name of twice(q.consent.purposes.map((purpose) => purpose.code))) found.push(`purpose ${name} stands twice`);
  return found;
}

/** A condition names an item that stands before it and answers that the item can have. */
function askedOf(target: Questionnaire['items'][number] | undefined, wanted: readonly (string | boolean)[], who: string): string[] {
  if (!target) return [`${who} depends on an item that does not stand before it`];
  if (target.type === 'boolean')
    return wanted.every((value) => typeof value === 'boolean') ? [] : [`${who} asks ${target.linkId} for text`];
  if (target.type !== 'choice' && target.type !== 'choices') return [`${who} depends on ${target.linkId}, which has no choices`];
  return wanted.every((value) => target.choices.some((choice) => choice.code === value))
    ? []
    : [`${who} asks for a choice that is not there`];
}

const twice = (names: readonly string[]): string[] => names.filter((name, index) => names.indexOf(name) !== index);

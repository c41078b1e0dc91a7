import type { CompanionAnswer, DeclareAnswer, PassView } from '../../shared/api/declarations.schema.ts';
import { typedCodeOf } from '../../shared/codes.ts';
import type { Outcome } from '../../shared/questionnaire/types.ts';
import { type Declaration, type Identity, NO_PASS } from './store.ts';

export interface Declared {
  declaration: Declaration;
  identity: Identity;
}

/** What the phone is told, the same each time that it asks: made of what is stored. */
export async function answerOf(declarer: Declared, companions: readonly Declared[], school: string): Promise<DeclareAnswer> {
  const isGroup = declarer.declaration.companions > 0;
  const asked = [declarer, ...(isGroup ? companions : [])].some(({ declaration }) => declaration.outcome === 'attention');
  const outcome: Outcome = asked ? 'attention' : 'cleared';
  const others: CompanionAnswer[] = [];
  for (const { declaration, identity } of companions) {
    const own = declaration.passExpiresAt !== NO_PASS;
    const pass = own ? await passOf({ declaration, identity }, school, declaration.outcome) : null;
    others.push({ id: declaration.id, maskedName: identity.maskedName, pass });
  }
  return {
    id: declarer.declaration.id,
    outcome,
    pass: await passOf(declarer, school, outcome),
    ...(others.length > 0 ? { companions: others } : {}),
  };
}

const passOf = async ({ declaration, identity }: Declared, school: string, outcome: Outcome): Promise<PassView> => ({
  digits: identity.pass,
  typedCode: await typedCodeOf(declaration.subject, crypto.subtle),
  maskedName: identity.maskedName,
  school,
  issuedAt: declaration.createdAt,
  expiresAt: declaration.passExpiresAt,
  outcome,
  ...(declaration.companions > 0 ? { companions: declaration.companions } : {}),
});

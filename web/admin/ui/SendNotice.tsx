import { Notice } from '../../ui/Notice.tsx';
import { hasFields, type Sending } from '../state/sending.ts';
import { wordsOf } from './words.ts';

/** Why something could not be done, where no field can show it. */
export function SendNotice({ of, title }: { of: Sending; title?: string }) {
  const problem = of.problem.value;
  if (!problem || hasFields(problem)) return null;
  return title ? (
    <Notice kind="error" title={title}>
      <p>{wordsOf(problem)}</p>
    </Notice>
  ) : (
    <Notice kind="error" title={wordsOf(problem)} />
  );
}

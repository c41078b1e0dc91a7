import { Notice } from '../../ui/Notice.tsx';
import { hasFields, type Sending } from '../state/sending.ts';
import { wordsOf } from './words.ts';

interface SendNoticeProps {
  of: Sending;
  title?: string;
  /** Said in place of "name or password" where something else was asked: a code. */
  wrong?: string;
}

/** Why something could not be done, where no field can show it. */
export function SendNotice({ of, title, wrong }: SendNoticeProps) {
  const problem = of.problem.value;
  if (!problem || hasFields(problem)) return null;
  const words = wrong !== undefined && problem.code === 'bad-credentials' ? wrong : wordsOf(problem);
  return title ? (
    <Notice kind="error" title={title}>
      <p>{words}</p>
    </Notice>
  ) : (
    <Notice kind="error" title={words} />
  );
}

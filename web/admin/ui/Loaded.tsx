import type { ComponentChildren } from 'preact';
import { timeText } from '../../../shared/clock.ts';
import { Button } from '../../ui/Button.tsx';
import { Notice } from '../../ui/Notice.tsx';
import { Spinner } from '../../ui/Progress.tsx';
import type { Loader } from '../state/loader.ts';
import { common } from '../strings/common.ts';
import { wordsOf } from './words.ts';

interface LoadedProps<Data> {
  of: Loader<Data>;
  waiting?: string;
  children: (data: Data) => ComponentChildren;
}

/** What was asked for, in each of its states: on its way, not to be had, here, and here but older. */
export function Loaded<Data>({ of, waiting, children }: LoadedProps<Data>) {
  const t = common();
  const load = of.state.value;
  if (load.kind === 'waiting') return <Spinner text={waiting ?? t.waiting} />;
  if (load.kind === 'failed') {
    return (
      <Notice kind="error" title={wordsOf(load.problem)}>
        <Button onClick={() => of.reload()}>{t.again}</Button>
      </Notice>
    );
  }
  return (
    <>
      {load.problem && (
        <Notice kind="warn" title={t.olderData(timeText(load.at))}>
          <p>{wordsOf(load.problem)}</p>
          <Button onClick={() => of.reload()}>{t.again}</Button>
        </Notice>
      )}
      {children(load.data)}
    </>
  );
}

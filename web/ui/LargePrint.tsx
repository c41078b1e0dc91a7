import { Component } from 'preact';
import type { Language } from '../lib/language.ts';
import { applyPrint, nextPrint, type Print, rememberedPrint } from '../lib/large-print.ts';
import { Button } from './Button.tsx';
import './large-print.css';

const WORDS: Record<Language, string> = { vi: 'Chữ to', en: 'Large print' };

/** A tap makes all words larger, and the third one usual again. Says how large they are once they are not usual. */
export class LargePrint extends Component<{ language: Language }, { print: Print }> {
  override state = { print: rememberedPrint() };

  private turn = (): void => {
    const print = nextPrint(this.state.print);
    applyPrint(print);
    this.setState({ print });
  };

  override render({ language }: { language: Language }, { print }: { print: Print }) {
    return (
      <Button kind="quiet" class="large-print" onClick={this.turn}>
        {WORDS[language]}
        {print > 100 && ` ${print} %`}
      </Button>
    );
  }
}

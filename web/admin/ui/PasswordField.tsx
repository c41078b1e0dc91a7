import { signal } from '@preact/signals';
import { Component } from 'preact';
import { Button } from '../../ui/Button.tsx';
import { Field } from '../../ui/Field.tsx';
import { TextInput } from '../../ui/TextInput.tsx';
import { passwordStrength, type Strength } from '../state/password-strength.ts';
import { accountWords } from '../strings/account.ts';

interface PasswordFieldProps {
  id: string;
  label: string;
  help?: string;
  value: string;
  error?: string | undefined;
  onInput: (text: string) => void;
  /** A new one: its strength is said while it is typed. `about`: what it must not hold. */
  fresh?: { about: readonly string[] };
}

export class PasswordField extends Component<PasswordFieldProps> {
  private shown = signal(false);

  override render({ id, label, help, value, error, onInput, fresh }: PasswordFieldProps) {
    const t = accountWords();
    const shown = this.shown.value;
    const strength = fresh && passwordStrength(value, fresh.about);
    // One sentence about a length, and the one that counts.
    const short = strength?.kind === 'too-short' && error !== undefined;
    return (
      <Field id={id} label={label} help={help} error={short ? strengthText(strength) : error} required>
        {(control) => (
          <>
            <div class="password">
              <TextInput
                {...control}
                type={shown ? 'text' : 'password'}
                value={value}
                onInput={onInput}
                autoComplete={fresh ? 'new-password' : 'current-password'}
                autoCapitalize="none"
                maxLength={128}
              />
              <Button
                label={shown ? t.hidePassword : t.showPassword}
                pressed={shown}
                onClick={() => {
                  this.shown.value = !shown;
                }}
              >
                {shown ? t.hide : t.show}
              </Button>
            </div>
            {strength && !short && (
              <p class={`strength strength-${strength.kind}`} role="status">
                {strengthText(strength)}
              </p>
            )}
          </>
        )}
      </Field>
    );
  }
}

function strengthText(strength: Strength): string {
  const t = accountWords();
  switch (strength.kind) {
    case 'empty':
      return '';
    case 'too-short':
      return t.tooShort(strength.missing);
    case 'easy':
      return t.easy;
    case 'fair':
      return t.fair;
    case 'strong':
      return t.strong;
  }
}

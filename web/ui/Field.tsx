import type { ComponentChildren } from 'preact';
import './field.css';

/** What ties the control to its label, help and error. */
export interface ControlProps {
  id: string;
  'aria-describedby': string | undefined;
  'aria-invalid': 'true' | undefined;
  'aria-required': 'true' | undefined;
}

export interface FieldProps {
  id: string;
  label: string;
  help?: string | undefined;
  /** Stands beside the control and is read with it. */
  error?: string | undefined;
  required?: boolean;
  /** "(không bắt buộc)": said beside the label where an answer may be left out. */
  optional?: string | undefined;
  /** Several controls that answer one question: a fieldset; `id` then goes on the set. */
  group?: boolean;
  children: ComponentChildren | ((control: ControlProps) => ComponentChildren);
}

/** A question: label above, help below it, error beneath the control. */
export function Field({ id, label, help, error, required, optional, group, children }: FieldProps) {
  const described = [help && `${id}-help`, error && `${id}-error`].filter(Boolean).join(' ') || undefined;
  const invalid = error ? 'true' : undefined;
  const control: ControlProps = {
    id,
    'aria-describedby': described,
    'aria-invalid': invalid,
    'aria-required': required ? 'true' : undefined,
  };
  const words = (
    <>
      {label} {optional && <span class="field-optional">{optional}</span>}
    </>
  );
  const body = (
    <>
      {help && (
        <p class="field-help" id={`${id}-help`}>
          {help}
        </p>
      )}
      {typeof children === 'function' ? children(control) : children}
      {error && (
        <p class="field-error" id={`${id}-error`}>
          {error}
        </p>
      )}
    </>
  );
  return group ? (
    <fieldset class="field" id={id} aria-describedby={described} tabIndex={-1}>
      <legend class="field-label">{words}</legend>
      {body}
    </fieldset>
  ) : (
    <div class="field">
      <label class="field-label" for={id}>
        {words}
      </label>
      {body}
    </div>
  );
}

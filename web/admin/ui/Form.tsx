import type { ComponentChildren } from 'preact';

interface FormProps {
  onSubmit: () => Promise<void> | void;
  children: ComponentChildren;
  class?: string;
  label?: string;
}

/** After a refusal the first field that is wrong has the focus. */
export function Form({ onSubmit, children, class: more = 'stack', label }: FormProps) {
  return (
    <form
      class={more}
      aria-label={label}
      noValidate
      onSubmit={async (event) => {
        event.preventDefault();
        const form = event.currentTarget;
        await onSubmit();
        requestAnimationFrame(() => focusFirstWrong(form));
      }}
    >
      {children}
    </form>
  );
}

function focusFirstWrong(form: HTMLFormElement): void {
  const wrong = form.querySelector<HTMLElement>('[aria-invalid="true"]');
  const field = wrong?.matches('input, select, textarea') ? wrong : wrong?.querySelector<HTMLElement>('input');
  field?.focus();
}

import type { ComponentChildren } from 'preact';

/** One component; inside, one `State` for each state. */
export function Part({ name, children }: { name: string; children: ComponentChildren }) {
  return (
    <section class="part" aria-label={name}>
      <h2>{name}</h2>
      <div class="part-states">{children}</div>
    </section>
  );
}

/** `like`: drawn as if the pointer or the keyboard were on it. */
export function State({ name, like, children }: { name: string; like?: 'hover' | 'focus'; children: ComponentChildren }) {
  return (
    <div class={like ? `part-state as-${like}` : 'part-state'}>
      <p class="part-name">{name}</p>
      {children}
    </div>
  );
}

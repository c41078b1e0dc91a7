import type { ComponentChildren } from 'preact';
import './notice.css';

export interface NoticeProps {
  kind: 'info' | 'success' | 'warn' | 'error';
  title?: string;
  children?: ComponentChildren;
  id?: string;
}

/** Says what happened and what to do next. Errors and warnings interrupt a listener, the others wait. */
export function Notice({ kind, title, children, id }: NoticeProps) {
  return (
    <div id={id} class={`notice notice-${kind}`} role={kind === 'error' || kind === 'warn' ? 'alert' : 'status'}>
      {title && <p class="notice-title">{title}</p>}
      {children}
    </div>
  );
}

import type { Words } from './words.ts';

export const WORDS_EN: Words = {
  lead: 'Answer a few questions, then show the code to the guard.',
  loading: 'Opening the school’s form…',
  gate: 'Gate',
  edit: 'Edit',
  restored: 'What you had begun is still here.',
  send: 'Send and get the code',
  sending: 'Sending…',
  look: (count) => (count === 1 ? 'One answer needs another look.' : `${count} answers need another look.`),
  keptFor: (days) => `The school keeps this form for ${days} days. You can see it or ask to have it erased on this page.`,
  notSent: 'Not sent yet. Please tell the guard your name.',
  stillHere: 'What you filled in is still on this phone. When there is a network, press send again.',
  required: 'Please fill in or choose.',
  consentNeeded: 'Please tick to agree, so that the form can be sent.',
  wrong: 'Not right yet. Please check.',
  own: 'Data on this phone',
};

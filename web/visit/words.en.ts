import type { Words } from './words.ts';

export const WORDS_EN: Words = {
  lead: 'Answer a few questions, then show the code to the guard.',
  loading: 'Opening the school’s form…',
  gate: 'Gate',
  onBehalf: 'I am filling this in for somebody else',
  remember: 'Remember name, phone and whom I visit on this phone for next time',
  remembered: 'Filled in from last time on this phone.',
  forget: 'Forget it',
  restored: 'What you had begun is still here.',
  send: 'Send and get the code',
  sending: 'Sending…',
  look: (count) => (count === 1 ? 'One answer needs another look.' : `${count} answers need another look.`),
  keptFor: (days) => `How long the school may keep this form: ${days} days.`,
  notSent: 'Not sent yet. Please tell the guard your name.',
  stillHere: 'What you filled in is still on this phone. When there is a network, press send again.',
  required: 'Please fill in or choose.',
  consentNeeded: 'Please tick to agree, so that the form can be sent.',
  wrong: 'Not right yet. Please check.',
  own: 'Data on this phone',
};

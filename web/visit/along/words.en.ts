import type { AlongWords } from './words.ts';

export const ALONG_EN: AlongWords = {
  title: 'People with you',
  text: 'Children or adults who come in with you. Phone number and whom you visit are taken from your form.',
  person: (n) => `Person ${n} with you`,
  about: 'Please answer about this person.',
  remove: 'Remove this person',
  more: 'Add another person',
  full: 'One form is for at most 8 people besides you. If there are more of you, please tell the guard.',
  codes: 'Gate codes',
  together: 'One code for the group',
  apart: 'One code for each person',
  together_help: 'The whole group comes and goes together.',
  apart_help: 'Each comes and goes alone. The codes are on this phone, to be shown to the guard one after the other.',
  consent:
    'The consent below is yours and also that of the people with you: you are the parent or guardian of the children, or were asked by the adults to fill this in. Children of 7 and over must be asked and agree, too.',
};

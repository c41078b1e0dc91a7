/** The page of the demonstration that shows every shared component in every state. Built by itself, for `npm run demo` only. */
import '../ui/tokens.css';
import '../ui/fonts.css';
import '../ui/global.css';
import './parts.css';
import { render } from 'preact';
import { followLanguage } from '../lib/i18n.ts';
import { applyPrint, rememberedPrint } from '../lib/large-print.ts';
import { Parts } from './Parts.tsx';

followLanguage();
applyPrint(rememberedPrint());
const root = document.getElementById('app');
if (root) render(<Parts />, root);

/** The server: `npm start`. */
import { runUntilStopped, serve } from './serve.ts';

runUntilStopped(serve(process.env, (line) => void process.stdout.write(`${line}\n`)));

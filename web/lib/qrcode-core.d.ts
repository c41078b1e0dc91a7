/** The encoder without the package's renderers: half the bytes. */
declare module 'qrcode/lib/core/qrcode.js' {
  export { create } from 'qrcode';
}

/** As much as the page of the bench asks of packages that only `npm run bench` installs: types are checked without them. */
declare module '@undecaf/zbar-wasm' {
  export function scanImageData(image: ImageData): Promise<{ typeName: string; decode(): string }[]>;
}
declare module 'jsqr' {
  export default function jsQr(data: Uint8ClampedArray, width: number, height: number): { data: string } | null;
}
declare module 'qr-scanner' {
  const QrScanner: {
    scanImage(image: HTMLCanvasElement, options: { returnDetailedScanResult: true }): Promise<{ data: string }>;
  };
  export default QrScanner;
}

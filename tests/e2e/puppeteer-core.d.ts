/** What the tests use of puppeteer-core 2.1.1, which brings no types. */
declare module 'puppeteer-core' {
  export interface OldElement {
    type(text: string): Promise<void>;
    tap(): Promise<void>;
  }
  export interface OldPage {
    on(event: 'pageerror', heard: (error: Error) => void): void;
    goto(address: string, options?: { waitUntil?: 'load' | 'networkidle0' }): Promise<unknown>;
    $(selector: string): Promise<OldElement | null>;
    $x(path: string): Promise<OldElement[]>;
    waitForXPath(path: string, options?: { timeout?: number; visible?: boolean }): Promise<OldElement>;
    waitForFunction(test: string, options?: { timeout?: number }): Promise<unknown>;
    screenshot(options?: { path?: string; fullPage?: boolean }): Promise<Buffer>;
    setOfflineMode(offline: boolean): Promise<void>;
    reload(): Promise<unknown>;
    evaluate(script: string): Promise<unknown>;
    close(): Promise<void>;
  }
  export interface OldBrowser {
    version(): Promise<string>;
    newPage(): Promise<OldPage>;
    close(): Promise<void>;
  }
  const puppeteer: { launch(options: Record<string, unknown>): Promise<OldBrowser> };
  export default puppeteer;
}

/** /ca: how a gate tablet comes to trust the own certificate authority. Public: the certificate is no secret. */
import type { Hono } from 'hono';
import QRCode from 'qrcode';
import { instantText } from '../../shared/clock.ts';
import { Problem } from '../../shared/problem.ts';
import type { App } from '../context.ts';
import { type AuthorityCertificate, readAuthority } from './own.ts';

export function mountCa(hono: Hono, app: Pick<App, 'config' | 'publicUrl'>): void {
  const authority = (): AuthorityCertificate => {
    const found = app.config.tls?.own ? readAuthority(app.config.dataDir) : null;
    if (!found) throw new Problem('not-found');
    return found;
  };
  hono.get('/ca', async (context) => {
    const page = await caPage(authority(), `${app.publicUrl() ?? ''}/ca`);
    return context.body(page, 200, { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-cache' });
  });
  hono.get('/ca.css', (context) => context.body(STYLE, 200, { 'content-type': 'text/css; charset=utf-8', 'cache-control': 'no-cache' }));
  hono.get('/ca.crt', (context) =>
    context.body(authority().der, 200, {
      // The type that makes Android and iOS offer to install it.
      'content-type': 'application/x-x509-ca-cert',
      'content-disposition': 'attachment; filename="quacong-ca.crt"',
      'cache-control': 'no-cache',
    }),
  );
}

/** Fixed text and our own values only; nothing of a request is in it. */
async function caPage(authority: AuthorityCertificate, address: string): Promise<string> {
  const qr = await QRCode.toString(address, { type: 'svg', errorCorrectionLevel: 'M', margin: 4 });
  const image = `data:image/svg+xml;base64,${Buffer.from(qr).toString('base64')}`;
  const print = authority.fingerprint.replace(/((?:..:){8})/g, '$1<wbr>');
  const ends = instantText(authority.endsAt).slice(0, 10);
  return `<!doctype html>
<html lang="vi">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>QuaCổng: chứng chỉ cho máy ở cổng</title>
<link rel="stylesheet" href="/ca.css">
</head>
<body>
<main>
<section>
<h1>Cài chứng chỉ cho máy ở cổng</h1>
<p>Làm một lần trên mỗi máy tính bảng Android dùng ở cổng. Chứng chỉ này chỉ có giá trị cho địa chỉ của trường, không cho trang nào khác.</p>
<p><a class="button" href="/ca.crt" download>Tải tệp chứng chỉ</a></p>
<ol>
<li>Bấm nút trên. Nếu trình duyệt báo “Kết nối không riêng tư”, bấm “Nâng cao” rồi “Tiếp tục”.</li>
<li>Mở <b>Cài đặt</b> › <b>Bảo mật</b> › <b>Mã hóa và thông tin xác thực</b> › <b>Cài đặt chứng chỉ</b> › <b>Chứng chỉ CA</b>.</li>
<li>Chọn <b>Vẫn cài đặt</b>, nhập mã khóa màn hình, rồi chọn tệp <code>quacong-ca.crt</code>.</li>
<li>Xem chứng chỉ vừa cài và so <b>SHA-256</b> với dòng dưới đây và với dòng mà máy chủ đã in. Khác một ký tự: gỡ ra và báo người quản trị.</li>
<li>Đóng hẳn trình duyệt, rồi mở lại trang của máy ở cổng.</li>
</ol>
</section>
<section>
<p class="print"><code>${print}</code></p>
<p>Có giá trị đến / valid until: ${ends}</p>
<p><img src="${image}" width="240" height="240" alt="${address}"></p>
<p><code>${address}</code></p>
</section>
<section lang="en">
<h2>Install the certificate on a gate tablet</h2>
<p>Once on each Android tablet used at a gate. The certificate is valid for the school’s own address and for no other site.</p>
<p><a class="button" href="/ca.crt" download>Download the certificate file</a></p>
<ol>
<li>Tap the button. If the browser says “Your connection is not private”, tap “Advanced”, then “Proceed”.</li>
<li>Open <b>Settings</b> › <b>Security</b> › <b>Encryption &amp; credentials</b> › <b>Install a certificate</b> › <b>CA certificate</b>.</li>
<li>Choose <b>Install anyway</b>, enter the screen lock, then choose the file <code>quacong-ca.crt</code>.</li>
<li>View the installed certificate and compare its <b>SHA-256</b> with the line above and with the line that the server printed. If one character differs: remove it and tell the administrator.</li>
<li>Close the browser completely, then open the gate page again.</li>
</ol>
</section>
</main>
</body>
</html>
`;
}

const STYLE = `:root { color-scheme: light dark; font: 1.0625rem/1.55 system-ui, sans-serif; }
body { margin: 0; }
main { max-width: 42rem; margin: 0 auto; padding: 1.5rem 1rem 4rem; }
section + section { border-top: 1px solid #8886; margin-top: 2rem; padding-top: 1rem; }
h1, h2 { line-height: 1.25; }
li { margin: 0.5rem 0; }
code { overflow-wrap: anywhere; font-size: 1.05em; }
.print code { font-weight: 600; }
img { background: #fff; max-width: 100%; height: auto; }
.button { display: inline-block; padding: 0.75rem 1.25rem; border-radius: 0.5rem; background: #14532d; color: #fff; text-decoration: none; font-weight: 600; }
`;

/** The one style of the guide page; its hash stands in the page's policy. The colours are those of web/ui/tokens.css. */
export const STYLE = `
:root{color-scheme:light dark;--ground:#fbf8f1;--surface:#fff;--ink:#1c2b26;--soft:#4d5b55;--line:#ddd3bd;--brand:#0b5b48;--accent:#d99a1c;--pale:#e0efe8}
@media screen and (prefers-color-scheme:dark){:root{--ground:#101a17;--surface:#1a2723;--ink:#eef3ee;--soft:#a9b8b0;--line:#33463f;--brand:#7fd6b4;--accent:#f0b94a;--pale:#1d3d33}}
*{box-sizing:border-box}
html{font:1.0625rem/1.55 "Be Vietnam Pro",system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",sans-serif;color:var(--ink);background:var(--ground);border-top:6px solid var(--accent);-webkit-text-size-adjust:100%}
body{margin:0;text-wrap:pretty}
.wrap{max-width:44rem;margin:0 auto;padding:1.5rem 1.125rem 3rem}
h1,h2,h3,p,ul,ol{margin:0}
h1{font-size:1.75rem;line-height:1.22;text-wrap:balance}
h2{font-size:1.25rem;line-height:1.3;text-wrap:balance;margin-top:2.25rem;color:var(--brand)}
h3{font-size:1.0625rem;line-height:1.35}
p,li{overflow-wrap:anywhere}
p,ul,ol{margin-top:.625rem}
ul{padding-left:1.25rem}
li+li{margin-top:.375rem}
a{color:var(--brand)}
a:focus-visible{outline:3px solid var(--brand);outline-offset:3px}
.school{font-weight:600;color:var(--brand);margin-bottom:.375rem}
.lead{font-size:1.125rem}
.soft{color:var(--soft)}
.jump a,.foot a,.go{display:inline-block;padding:.625rem 0}
.steps{list-style:none;padding:0;display:grid;gap:.75rem;grid-template-columns:repeat(auto-fit,minmax(min(100%,17rem),1fr))}
.steps li{display:grid;grid-template-columns:4.25rem minmax(0,1fr);gap:.875rem;align-items:start;padding:.875rem;background:var(--surface);border:1px solid var(--line);border-radius:10px}
.steps li+li{margin-top:0}
.steps p{margin-top:.125rem}
.step{width:100%;height:auto}
.line{fill:none;stroke:var(--ink);stroke-width:2.5;stroke-linejoin:round;stroke-linecap:round}
.mark{fill:none;stroke:var(--brand);stroke-width:4;stroke-linejoin:round;stroke-linecap:round}
.step .dark{fill:var(--ink)}
.kind{margin-top:1.75rem;padding:1rem 1.125rem;background:var(--pale);border-left:5px solid var(--brand);border-radius:0 10px 10px 0}
.kind h2{margin:0;color:inherit}
.two{display:grid;gap:1.25rem;grid-template-columns:minmax(0,1fr);margin-top:.625rem}
@media (min-width:36rem){.two{grid-template-columns:minmax(0,1fr) 13.5rem}}
.miniature{width:100%;max-width:13.5rem;height:auto;border:1px solid var(--line);box-shadow:0 3px 14px rgba(0,0,0,.16)}
.miniature text{text-anchor:middle;font-family:inherit;fill:#10231c}
.miniature .sheet{fill:#fff}
.miniature .band{fill:#0b5d43}
.miniature .dark{fill:#000}
.miniature .name{font-size:10.5px;font-weight:700;fill:#fff}
.miniature .here{font-size:9px;font-weight:600;fill:#fff}
.miniature .say{font-size:7px}
.miniature .host{font-size:10px}
.miniature .code{font-size:20px;font-weight:700}
.codes strong{letter-spacing:.08em;white-space:nowrap}
.foot{margin-top:2.5rem;padding-top:1rem;border-top:1px solid var(--line);font-size:.9375rem}
.english{margin-top:3.5rem;padding-top:2rem;border-top:3px solid var(--accent)}
.english .big{font-size:1.5rem;line-height:1.25;margin:0;color:var(--ink)}
@media print{:root{--ground:#fff;--surface:#fff;--ink:#000;--soft:#333;--brand:#0b5b48;--pale:#fff;--line:#999}
html{font-size:10.5pt;border:0}.wrap{max-width:none;padding:0}.jump{display:none}h2,h3{break-after:avoid}.steps li,.kind,.two,section section{break-inside:avoid}.kind{border:1px solid #000}
.english{break-before:page;border:0;margin:0;padding:0}.miniature{box-shadow:none}.band{print-color-adjust:exact;-webkit-print-color-adjust:exact}@page{size:A4;margin:15mm}}
`;

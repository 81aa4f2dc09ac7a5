import { createHash } from 'node:crypto';

/*
 * For a person of 62 at arm's length: 20 px for what is read, 18 px for the rest (as rem, so that a larger text set in
 * the browser is kept), 7:1 contrast in both themes, 44 px for whatever is pressed. Measured in a browser by
 * test/browser/public-pages.test.ts.
 */
const CSS = `
:root{color-scheme:light dark;--ground:#fff;--text:#161616;--soft:#3d3d3d;--line:#767676;--box:#f1f4f8;
--link:#003f8a;--warn:#fff1d6;--warn-line:#8a4b00;--danger:#8f0000;--on-danger:#fff}
@media (prefers-color-scheme:dark){:root{--ground:#121416;--text:#f3f3f3;--soft:#d2d2d2;--line:#8c8c8c;--box:#23282e;
--link:#a9cbff;--warn:#33270d;--warn-line:#ffc766;--danger:#ffb9b3;--on-danger:#2b0000}}
*{box-sizing:border-box}
html{font-size:112.5%;-webkit-text-size-adjust:100%}
body{margin:0;background:var(--ground);color:var(--text);line-height:1.55;overflow-wrap:break-word;
font-family:system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans","Helvetica Neue",Arial,sans-serif}
header,main,.foot{max-width:42rem;margin:0 auto;padding:0 1rem}
header{border-bottom:1px solid var(--line)}
nav{padding:.25rem 0}
header nav{display:flex;flex-wrap:wrap;justify-content:space-between;column-gap:1.5rem}
a{color:var(--link)}
:focus-visible{outline:3px solid var(--link);outline-offset:2px}
.skip{position:absolute;left:-99rem}
.skip:focus{position:static}
.skip,header a,.topic a{display:inline-block;min-height:2.5rem;padding:.45rem 0}
h1{font-size:1.6rem;line-height:1.3;margin:.75rem 0}
h2{font-size:1.3rem;line-height:1.35;margin:2rem 0 .6rem}
p{margin:.6rem 0}
.topic{margin:.5rem 0 0}
.topic+h1{margin-top:0}
.answer,.steps,.help{font-size:1.1rem}
.note{background:var(--box);border-left:.35rem solid var(--line);border-radius:.3rem;padding:.4rem .9rem;margin:1rem 0}
.warning{background:var(--warn);border-color:var(--warn-line);font-size:1.1rem}
.steps{list-style:none;margin:0;padding:0;counter-reset:step}
.steps>li{counter-increment:step;border-top:1px solid var(--line);padding:.9rem 0 .9rem 3.1rem;position:relative}
.steps>li::before{content:counter(step);position:absolute;left:0;top:.95rem;width:2.3rem;height:2.3rem;border-radius:50%;
background:var(--text);color:var(--ground);font-weight:700;text-align:center;line-height:2.3rem}
.steps p{margin:.2rem 0 .5rem}
.do{font-weight:600}
.steps .stuck{background:var(--box);border-radius:.4rem;padding:.5rem .8rem;margin-left:-3.1rem}
.do{min-height:2.3rem;padding-top:.15rem}
figure{margin:.7rem 0}
.steps figure{margin-left:-3.1rem}
img{display:block;width:100%;height:auto;border:1px solid var(--line);border-radius:.5rem;background:var(--box)}
figcaption{font-size:1rem;color:var(--soft);padding-top:.2rem}
.links,.plain{list-style:none;margin:0;padding:0}
.plain li{border-top:1px solid var(--line)}
.plain a,summary{display:block;min-height:2.75rem;padding:.6rem 0;font-size:1.1rem}
.button{display:block;min-height:2.75rem;margin:.6rem 0;padding:.6rem 1rem;border:2px solid var(--link);border-radius:.6rem;
font-weight:600;font-size:1.1rem;text-align:center;text-decoration:none;background:var(--ground)}
.main,button{background:var(--link);color:var(--ground);border-color:var(--link)}
.urgent{background:var(--danger);color:var(--on-danger);border-color:var(--danger)}
.call{text-align:left;font-weight:400}
.call strong{display:block;font-size:1.6rem;line-height:1.2}
summary{cursor:pointer;font-weight:600}
details{border-top:1px solid var(--line);border-bottom:1px solid var(--line)}
label{display:block;font-weight:600;margin:.8rem 0 .3rem}
input,button{font:inherit;font-size:1.1rem;min-height:3rem;border-radius:.6rem;width:100%;padding:.4rem .8rem}
input{border:2px solid var(--line);background:var(--ground);color:var(--text)}
button{border:0;font-weight:700;margin-top:.6rem;cursor:pointer}
.source,.foot{color:var(--soft)}
.foot{border-top:1px solid var(--line);margin-top:2.5rem;padding-bottom:2rem}
.code{font-size:2rem;line-height:1.2;font-weight:700;letter-spacing:.03em}
.qr{display:block;width:100%;max-width:14rem;height:auto;border:1px solid var(--line);border-radius:.5rem}
.small{color:var(--soft)}
.paper{display:none}
@media (min-width:40rem){.steps figure,.steps .stuck{margin-left:0}form{display:grid;grid-template-columns:1fr auto;gap:0 .6rem}
label{grid-column:1/-1}button{width:auto;margin:0;padding:0 1.6rem}}
@media print{@page{size:A4;margin:16mm}
:root{--ground:#fff;--text:#000;--soft:#000;--line:#000;--box:#fff;--link:#000;--warn:#fff;--warn-line:#000;
--danger:#000;--on-danger:#fff;color-scheme:light}
html{font-size:13.5pt}
header,.skip,.screen,.topic,details,form{display:none}
header,main,.foot{max-width:none;padding:0}
h1{margin-top:0}h2{break-after:avoid}
.steps>li,.note,.help,figure{break-inside:avoid}
.note,.stuck{border:1pt solid #000}
.steps>li::before{background:#fff;color:#000;border:1.5pt solid #000;line-height:2.1rem}
.steps figure,.steps .stuck{margin-left:0}figure{max-width:90mm}
.button{text-align:left;border:0;padding:0;margin:0;min-height:0}
a{text-decoration:none}
a[href^="http"]::after{content:" (" attr(href) ")";font-weight:400;overflow-wrap:anywhere}
.paper{display:block}}
`;

/** The one style sheet of the public pages; it stands in the page, so that a page is a single request. */
export const style = CSS.trim().replaceAll('\n', '');

const styleHash = createHash('sha256').update(style).digest('base64');

/** Nothing runs and nothing is fetched but pictures of this server; the search form leads back here alone. */
export const contentSecurityPolicy = [
  "default-src 'none'",
  "img-src 'self'",
  `style-src 'sha256-${styleHash}'`,
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ');

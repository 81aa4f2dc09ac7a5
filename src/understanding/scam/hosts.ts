/** Endings under which anybody registers a name, as one unit: `a.com.vn` and `b.com.vn` are strangers. */
const SECOND_LEVEL: ReadonlySet<string> = new Set(
  (
    'com.vn net.vn org.vn edu.vn gov.vn ac.vn biz.vn info.vn name.vn pro.vn health.vn int.vn id.vn io.vn ai.vn co.uk ' +
    'org.uk uk.com us.com cn.com eu.com in.net com.mx com.ru com.pl com.tr com.ua com.ng com.cn com.hk com.sg com.my com.au com.tw com.br co.jp co.kr co.th co.id com.kh com.la com.ph co.in'
  ).split(' '),
);

/** Services on which anybody opens a page under a name of their own within minutes. */
const FREE_HOSTING: ReadonlySet<string> = new Set(
  (
    'web.app firebaseapp.com pages.dev workers.dev vercel.app netlify.app herokuapp.com github.io gitlab.io onrender.com ' +
    'blogspot.com weebly.com wixsite.com webflow.io wordpress.com 000webhostapp.com ngrok.io ngrok.app ngrok-free.app ' +
    'duckdns.org ddns.net hopto.org myftp.org surge.sh glitch.me replit.app repl.co godaddysites.com square.site ' +
    'jimdosite.com mystrikingly.com carrd.co r2.dev appspot.com azurewebsites.net cloudfront.net amazonaws.com ' +
    'biz.nf byethost.com rf.gd epizy.com freehost.vn'
  ).split(' '),
);

/** Services that hide where a link goes. Deep links of phone apps belong here: anybody can order one. */
const SHORTENERS: ReadonlySet<string> = new Set(
  (
    'bit.ly t.ly tinyurl.com cutt.ly is.gd v.gd ow.ly rb.gy rebrand.ly shorturl.at shorturl.asia s.id ibit.ly j2team.dev ' +
    'goo.gl t.co tiny.cc bom.so by.com.vn link1s.com qrco.de me-qr.com qr.codes lnkd.in linktr.ee linkbio.co page.link ' +
    'go.link onelink.me app.link smart.link urlz.fr ln.run short.gy u.to x.gd encr.pw acesse.one l1nk.dev gg.gg ' +
    'zpr.io surl.li clck.ru tr.ee dub.sh lihi.cc reurl.cc shp.ee lzd.co'
  ).split(' '),
);

/** Endings that cost next to nothing and turn up in lures far more often than in honest messages. */
const ODD_ENDINGS: ReadonlySet<string> = new Set(
  (
    'top xyz cc vip club icu online site website space store shop live fun life win bid bond buzz cfd click cyou date ' +
    'link loan lol men mom monster one pw quest rest sbs skin stream support today tk ml ga cf gq tokyo trade uno vin wang ' +
    'work world zone ink pro pics autos beauty hair makeup boats help finance money cash fyi gdn party review science ' +
    'racing download accountant ws su ru me tech info asia mobi casino bet poker game games lat digital network run ' +
    'cam fit gift gifts deals promo discount rip zip mov ceo cool plus express delivery services center company ltd art fan fans  ' +
    'rocks wiki trade one red kim exchange trading markets capital fund loans credit cards insure claims tax vote webcam  ' +
    'bar best sale rent ninja onl ooo pub tips wtf guru market homes boutique solutions systems agency mx br za pk bd ua kz ' +
    'uk.com us.com cn.com eu.com in.net com.mx com.ru com.pl com.tr com.ua com.ng com.br com.cn ' +
    'io.vn id.vn name.vn info.vn pro.vn biz.vn'
  ).split(' '),
);

/** Other endings that may follow a dot without `https://` before it. Anything else is a missing space after a sentence. */
const OTHER_ENDINGS: ReadonlySet<string> = new Set(
  (
    'com vn net org edu gov app dev gy ly co io ai gl to li gd at us uk eu jp kr cn sg th my hk tw au ca fr nz in id kh la ph ' +
    'tv im ee do la so sh st nl es it ch be cz pl br ac gs gg vc nu cx link page bio ngo int biz name email cloud media ' +
    'news blog health bank gle google ink store group chat video gdn coop travel'
  ).split(' '),
);

/** Endings under which companies known in this country have their pages. Elsewhere their name is out of place. */
const USUAL_ENDINGS: ReadonlySet<string> = new Set(
  'vn com.vn net.vn org.vn edu.vn gov.vn ac.vn health.vn com net org edu gov app co io'.split(' '),
);

/** Endings that are also words or syllables: without a scheme and a path, "xong roi.me" is no address. */
const WORD_ENDINGS: ReadonlySet<string> = new Set(
  'me co to la do so so in be it is no my ai ch do gi im li de at date win men mom one rest today work help run id us pro st th in game cam fan fans red art plus fit one cool tax vote cards fund trade gift'.split(
    ' ',
  ),
);

/** A host with what is known from its name alone. Nothing is looked up. */
export interface Host {
  /** Lower case, without `www.` and the dot at the end: `vietcombank.vn-login.top`. */
  readonly name: string;
  /** What somebody registered: `vn-login.top`; for an IP address the address. */
  readonly registrable: string;
  /** Its labels without the public ending: `['vietcombank', 'vn-login']`. */
  readonly labels: readonly string[];
  readonly ending: string;
  readonly isAddress: boolean;
}

/** Reads a host. Total: what is no host comes back with what can be said about it. */
export function parseHost(text: string): Host {
  const name = text
    .toLowerCase()
    .replace(/^(?:www\d?\.)+/u, '')
    .replace(/\.+$/u, '');
  const parts = name.split('.');
  if (isIpAddress(name)) return { name, registrable: name, labels: [], ending: '', isAddress: true };
  const endingLength = SECOND_LEVEL.has(parts.slice(-2).join('.')) ? 2 : 1;
  // On a free service the owner is the label before it, as under a public ending.
  const ownLength = FREE_HOSTING.has(parts.slice(-2).join('.')) ? 3 : endingLength + 1;
  return {
    name,
    registrable: parts.slice(-ownLength).join('.'),
    labels: parts.slice(0, -endingLength),
    ending: parts.slice(-endingLength).join('.'),
    isAddress: false,
  };
}

export function isIpAddress(name: string): boolean {
  const parts = name.split('.');
  return parts.length === 4 && parts.every((part) => /^\d{1,3}$/u.test(part) && Number(part) < 256);
}

/** True for the domain itself and its true sub-domains: `evil-momo.vn` is not under `momo.vn`. */
export function isUnder(host: string, domain: string): boolean {
  return host === domain || host.endsWith(`.${domain}`);
}

export function isShortener(host: Host): boolean {
  return SHORTENERS.has(host.name) || SHORTENERS.has(host.registrable);
}

export function isFreeHosting(host: Host): boolean {
  return FREE_HOSTING.has(host.name.split('.').slice(-2).join('.'));
}

export function hasOddEnding(host: Host): boolean {
  return ODD_ENDINGS.has(host.ending);
}

/** True for an ending under which nobody looks for a Vietnamese company: `.com.mx`, `.top`, `.ru`. */
export function hasUnusualEnding(host: Host): boolean {
  return !USUAL_ENDINGS.has(host.ending);
}

/** True when the part behind the last dot can end a host that is written without `https://`. */
export function isKnownEnding(ending: string): boolean {
  return ODD_ENDINGS.has(ending) || OTHER_ENDINGS.has(ending) || ending.startsWith('xn--');
}

/** True when the ending is also a word people write behind a full stop. */
export function isWordEnding(ending: string): boolean {
  return WORD_ENDINGS.has(ending);
}

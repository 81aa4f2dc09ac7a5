// Runs in Chromium: says what is wrong with documents of the console, without running or loading anything of them.
globalThis.judgeDocuments = ({ documents: batch, tags, attributes }) => {
  const knownTags = new Set(tags.split(' ').map((tag) => tag.toLowerCase()));
  const knownAttributes = new Set(attributes.split(' ').map((name) => name.toLowerCase()));
  const wrong = [];
  const marks = new Set();
  const own = 'https://console.invalid';
  const problemOfAddress = (tag, name, value) => {
    if (value === '' || value.startsWith('#')) return undefined;
    let url;
    try {
      url = new URL(value, `${own}/console/`);
    } catch {
      return 'is no address';
    }
    if (url.protocol === 'data:') return tag === 'link' || tag === 'img' ? undefined : 'is a data: address';
    if (url.protocol === 'tel:') return undefined;
    if (url.protocol !== 'https:' && url.protocol !== 'http:') return `has the scheme ${url.protocol}`;
    const isElsewhere = url.origin !== own;
    if (tag !== 'a' && isElsewhere) return `leads to ${url.origin}`;
    if (isElsewhere && url.hostname.endsWith('evil.example')) return 'leads to evil.example';
    if (name.startsWith('hx-') && !url.pathname.startsWith('/console')) return 'polls outside the console';
    return undefined;
  };
  for (const { from, type, markup } of batch) {
    const tree = new DOMParser().parseFromString(markup, type);
    const say = (what) => {
      if (wrong.length < 50) wrong.push(`${from}: ${what}`);
    };
    const comments = tree.createNodeIterator(tree, NodeFilter.SHOW_COMMENT);
    if (comments.nextNode()) say('has a comment');
    for (const element of tree.querySelectorAll('*')) {
      const tag = element.localName.toLowerCase();
      if (!knownTags.has(tag)) say(`has <${tag}>: ${element.outerHTML.slice(0, 160)}`);
      if (tag === 'script') {
        if (!(element.getAttribute('src') ?? '').startsWith('/console/assets/')) say('has a script of its own');
        if ((element.textContent ?? '') !== '') say('has an inline script');
      }
      if (tag === 'style' && type === 'text/html') say('has an inline style sheet');
      if (tag === 'form' && !(element.getAttribute('action') ?? '').startsWith('/console'))
        say('has a foreign form');
      for (const { name, value } of element.attributes) {
        const low = name.toLowerCase();
        // A drawing is shut in by its own policy; only what runs or loads counts there.
        const isDrawn =
          type === 'image/svg+xml' && !low.startsWith('on') && !/url\(|expression|import/iu.test(value);
        if (!knownAttributes.has(low) && !isDrawn) say(`<${tag}> has ${name}="${value.slice(0, 80)}"`);
        if (['href', 'src', 'action', 'xlink:href', 'hx-get', 'hx-post'].includes(low)) {
          const problem = problemOfAddress(tag, low, value);
          if (problem !== undefined) say(`<${tag} ${name}="${value.slice(0, 80)}"> ${problem}`);
        }
        for (const [mark] of value.matchAll(/qz\d{3}/gu)) marks.add(mark);
      }
    }
    for (const [mark] of (tree.documentElement?.textContent ?? '').matchAll(/qz\d{3}/gu)) marks.add(mark);
  }
  return { wrong, marks: [...marks] };
};

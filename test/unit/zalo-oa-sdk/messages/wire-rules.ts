/**
 * The limits of section "Gửi tin Tư vấn" written a second time, from the outside: on the JSON that would be sent, with
 * numbers of its own and nothing of the SDK. Returns what is wrong, or nothing.
 */
export function wireFaults(message: unknown, audience: 'resident' | 'group'): string[] {
  const faults: string[] = [];
  const body = JSON.parse(JSON.stringify(message)) as Json;
  const expect = (holds: boolean, fault: string): void => {
    if (!holds) faults.push(fault);
  };
  const text = (value: Json, most: number, name: string): void =>
    expect(typeof value === 'string' && value.length <= most && /\S/.test(value), name);
  const web = (value: Json, name: string): void => {
    let parsed: URL | undefined;
    try {
      parsed = new URL(String(value));
    } catch {
      parsed = undefined;
    }
    const isWeb = parsed?.protocol === 'http:' || parsed?.protocol === 'https:';
    expect(typeof value === 'string' && isWeb && parsed?.host !== '' && !/\s/.test(value), name);
  };
  const phone = (value: Json, name: string): void => {
    const digits = typeof value === 'string' ? value.split('') : [];
    const all = digits.every((digit) => '0123456789'.includes(digit));
    expect(all && digits.length >= 3 && digits.length <= 15, name);
  };
  const keys = (value: Json, allowed: readonly string[], name: string): void => {
    for (const key of Object.keys(value ?? {})) expect(allowed.includes(key), `${name}: stray ${key}`);
  };

  function press(value: Json, urlAt: 'url' | 'payload.url'): void {
    switch (value.type) {
      case 'oa.open.url':
        web(urlAt === 'url' ? value.url : value.payload?.url, 'press url');
        break;
      case 'oa.query.show':
      case 'oa.query.hide':
        text(value.payload, 1000, 'press payload');
        break;
      case 'oa.open.sms':
        keys(value.payload, ['content', 'phone_code'], 'sms');
        text(value.payload?.content, 160, 'sms content');
        phone(value.payload?.phone_code, 'sms phone');
        break;
      case 'oa.open.phone':
        keys(value.payload, ['phone_code'], 'phone');
        phone(value.payload?.phone_code, 'phone');
        break;
      default:
        faults.push('press type');
    }
  }

  function buttonList(list: Json): void {
    expect(Array.isArray(list) && list.length >= 1 && list.length <= 5, 'buttons count');
    for (const button of list ?? []) {
      keys(button, ['title', 'type', 'payload'], 'button');
      text(button.title, 100, 'button title');
      press(button, 'payload.url');
    }
  }

  function media(elements: Json): void {
    expect(elements?.length === 1, 'media count');
    const [element] = elements;
    keys(element, ['media_type', 'url', 'attachment_id', 'width', 'height'], 'media');
    const hasUrl = 'url' in element;
    expect(hasUrl !== 'attachment_id' in element, 'media source');
    if (hasUrl) web(element.url, 'media url');
    else text(element.attachment_id, Infinity, 'media id');
    expect(['image', 'gif', 'sticker'].includes(element.media_type), 'media type');
    if (element.media_type === 'sticker') expect(!hasUrl && !('text' in body), 'sticker');
    if (element.media_type !== 'gif') return;
    for (const side of ['width', 'height']) expect(element[side] > 0 && element[side] % 1 === 0, `gif ${side}`);
  }

  function cards(elements: Json, most: number): void {
    expect(elements.length >= 1 && elements.length <= most, 'cards count');
    for (const [index, card] of elements.entries()) {
      keys(card, ['title', 'subtitle', 'image_url', 'default_action'], 'card');
      text(card.title, 100, 'card title');
      if (index === 0 || 'subtitle' in card) text(card.subtitle, 500, 'card subtitle');
      if ('image_url' in card) web(card.image_url, 'card image');
      if ('default_action' in card) press(card.default_action, 'url');
    }
  }

  keys(body, audience === 'group' ? ['text', 'attachment'] : ['text', 'attachment', 'quote_message_id'], 'message');
  if ('text' in body) text(body.text, 2000, 'text');
  if ('quote_message_id' in body) text(body.quote_message_id, Infinity, 'quote');
  if (!('attachment' in body)) {
    expect('text' in body, 'no text and no attachment');
    return faults;
  }
  expect(!('quote_message_id' in body), 'quote beside an attachment');
  const { type, payload } = body.attachment;
  if (type === 'file') {
    text(payload.token, Infinity, 'token');
    expect(!('text' in body), 'file with text');
    return faults;
  }
  expect(type === 'template', 'attachment type');
  if (payload.template_type === 'media') {
    keys(payload, ['template_type', 'elements'], 'payload');
    media(payload.elements);
    return faults;
  }
  expect(audience === 'resident', 'kind not for groups');
  if (payload.template_type === undefined) {
    keys(payload, ['buttons'], 'payload');
    expect('text' in body, 'buttons without text');
    buttonList(payload.buttons);
  } else if (payload.template_type === 'request_user_info') {
    keys(payload, ['template_type', 'elements'], 'payload');
    expect(!('text' in body), 'form with text');
    cards(payload.elements, 1);
    expect('image_url' in payload.elements[0], 'form image');
  } else if (payload.template_type === 'list') {
    keys(payload, ['template_type', 'elements', 'buttons'], 'payload');
    expect(!('text' in body), 'list with text');
    cards(payload.elements, 5);
    if ('buttons' in payload) buttonList(payload.buttons);
  } else {
    faults.push('template type');
  }
  return faults;
}

/** Ids that Zalo would read as mentions in a text. */
export const mentionedIds = (text: string): string[] => [...text.matchAll(/\[@([^\]]*)\]/g)].map(([, id]) => id ?? '');

/** Parsed JSON: whatever was built is looked at as it would arrive. */
type Json = any;

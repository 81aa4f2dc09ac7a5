import { createCanvas, type Drawing } from './canvas.ts';
import { bellIcon } from './icons.ts';
import { colours } from './palette.ts';
import { fit } from './text-layout.ts';

/** What a souvenir of a passed quiz says. */
export interface CertificatePicture {
  /** What was learnt, as the quiz names it. */
  readonly title: string;
  /** What the person wants to be called; without it the card congratulates. */
  readonly name?: string;
  /** As printed: `22/11/2026`. */
  readonly day: string;
  /** Check code of a member's certificate; with it the card is one, without it a souvenir. */
  readonly code?: string;
}

const WIDTH = 1280;
const HEIGHT = 720;
const MARGIN = 88;

/** Not a paper of any authority, and it says so. */
export const SOUVENIR = 'Thẻ kỷ niệm của Trợ lý số, không thay giấy tờ nào';

/** Quizzes say on their own cards what the heading says already: `Rung chuông vàng: biết tránh lừa đảo`. */
function learnt(title: string): string {
  const rest = title.replace(/^rung chuông vàng\s*:\s*/iu, '');
  return rest.charAt(0).toLocaleUpperCase('vi') + rest.slice(1);
}

/** The souvenir of a passed quiz, or the certificate of a member's finished path. */
export function drawCertificate({ title, name, day, code }: CertificatePicture): Drawing {
  const canvas = createCanvas(WIDTH, HEIGHT, colours.cream);
  const border = { x: 24, y: 24, width: WIDTH - 48, height: HEIGHT - 48 };
  canvas.rect(border, { fill: 'none', radius: 36, stroke: colours.gold, strokeWidth: 14 });
  canvas.rect(
    { x: 42, y: 42, width: WIDTH - 84, height: HEIGHT - 84 },
    {
      fill: 'none',
      radius: 24,
      stroke: colours.bronze,
      strokeWidth: 3,
    },
  );
  canvas.raw(bellIcon(MARGIN, 72, 150, colours.gold, colours.bronze));
  const line = (text: string, y: number, height: number, largestPx: number, fill: string, weight: 400 | 700): void => {
    const box = { x: MARGIN, y, width: WIDTH - 2 * MARGIN, height };
    canvas.text(fit(text, weight, { widthPx: box.width, heightPx: height }, largestPx), box, {
      weight,
      fill,
      anchor: 'middle',
    });
  };
  const headX = MARGIN + 176;
  const head = { x: headX, y: 70, width: WIDTH - headX - MARGIN, height: 150 };
  canvas.text(
    fit(
      code === undefined ? 'Thẻ khen Rung chuông vàng' : 'Giấy ghi nhận đã học',
      700,
      { widthPx: head.width, heightPx: 150 },
      64,
    ),
    head,
    {
      weight: 700,
      fill: colours.bronze,
    },
  );
  line(name ?? 'Chúc mừng!', 236, 136, 92, colours.ink, 700);
  line('đã học xong', 374, 62, 46, colours.ink, 400);
  line(learnt(title), 436, 104, 60, colours.ink, 700);
  const check = code === undefined ? '' : ` · Mã kiểm tra ${code.slice(0, 4)}-${code.slice(4)}`;
  line(`Ngày ${day}${check}`, 540, 60, 46, colours.ink, 400);
  line(SOUVENIR, 598, 60, 44, colours.ink, 400);
  return canvas.finish();
}

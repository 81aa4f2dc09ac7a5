import { createCanvas, type Canvas, type Drawing } from './canvas.ts';
import { BRAND } from './cover.ts';
import { colours } from './palette.ts';
import { fit } from './text-layout.ts';

const WIDTH = 1280;
const HEIGHT = 720;
const MARGIN = 48;

/** The order of the first hour: the bank before everything else. */
const STEPS: readonly (readonly [what: string, how: string])[] = [
  ['Gọi ngay ngân hàng để khóa', 'Số điện thoại in ở mặt sau thẻ'],
  ['Giữ bằng chứng', 'Chụp tin nhắn, biên lai. Không xóa'],
  ['Báo Công an xã, phường', 'Bị đe dọa: gọi 113. Trẻ em: gọi 111'],
];
const NEVER = 'Không chuyển thêm. Không đọc mã OTP.';

/** The emergency card: to be kept on the phone, sent into the village group, printed. */
export function drawEmergency(): Drawing {
  const canvas = createCanvas(WIDTH, HEIGHT, colours.paper);
  const head = { x: 0, y: 0, width: WIDTH, height: 132 };
  canvas.rect(head, { fill: colours.alarm });
  const title = { x: MARGIN, y: 0, width: 850, height: head.height };
  canvas.text(fit('Vừa bị lừa tiền?', 700, { widthPx: title.width, heightPx: 130 }, 88), title, {
    weight: 700,
    fill: colours.paper,
  });
  const brand = { x: 940, y: 0, width: WIDTH - 940 - MARGIN, height: head.height };
  canvas.text(fit(BRAND, 600, { widthPx: brand.width, heightPx: 130 }, 48), brand, {
    weight: 600,
    fill: colours.paper,
    anchor: 'middle',
  });
  for (const [index, [what, how]] of STEPS.entries()) drawStep(canvas, index + 1, what, how);
  const never = { x: 0, y: HEIGHT - 112, width: WIDTH, height: 112 };
  canvas.rect(never, { fill: colours.marked });
  canvas.rect({ ...never, height: 8 }, { fill: colours.alarm });
  drawNoEntry(canvas, MARGIN + 36, never.y + 60);
  const words = { x: MARGIN + 100, y: never.y + 8, width: WIDTH - 2 * MARGIN - 100, height: 104 };
  canvas.text(fit(NEVER, 700, { widthPx: words.width, heightPx: words.height }, 56), words, {
    weight: 700,
    fill: colours.ink,
  });
  return canvas.finish();
}

const STEP_HEIGHT = 152;

function drawStep(canvas: Canvas, number: number, what: string, how: string): void {
  const y = 142 + (number - 1) * STEP_HEIGHT;
  const circle = { x: MARGIN, y: y + 28, width: 96, height: 96 };
  canvas.rect(circle, { fill: colours.ink, radius: 48 });
  canvas.text(fit(String(number), 700, { widthPx: 96, heightPx: 96 }, 64), circle, {
    weight: 700,
    fill: colours.paper,
    anchor: 'middle',
  });
  const x = MARGIN + 130;
  const width = WIDTH - x - MARGIN;
  canvas.text(
    fit(what, 700, { widthPx: width, heightPx: 90 }, 66),
    { x, y: y + 2, width, height: 84 },
    {
      weight: 700,
      fill: colours.ink,
    },
  );
  canvas.text(
    fit(how, 400, { widthPx: width, heightPx: 70 }, 48),
    { x, y: y + 80, width, height: 66 },
    {
      weight: 400,
      fill: colours.ink,
    },
  );
}

/** The round sign with a bar: not colour alone says "don't". */
function drawNoEntry(canvas: Canvas, x: number, y: number): void {
  canvas.raw(
    `<circle cx="${x}" cy="${y}" r="34" fill="${colours.alarm}"/><path d="M${x - 19} ${y}h38" stroke="${colours.paper}" stroke-width="12"/>`,
  );
}

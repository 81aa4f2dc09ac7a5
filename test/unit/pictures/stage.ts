import type { Catalogue } from '../../../src/catalog/index.ts';
import type { GuideCard, Screen } from '../../../src/flow-engine/types.ts';
import { createPictures, type Pictures, type PicturesOptions } from '../../../src/pictures/index.ts';
import { catalogueOf } from '../../support/small-catalogue.ts';

/** A screen of each shape, and words that XML would stumble over. */
export const LOGIN: Screen = {
  app: 'VNeID',
  title: 'Đăng nhập',
  fields: ['Số định danh', 'Mật khẩu'],
  press: 'Quên mật khẩu',
};
export const SETTINGS: Screen = {
  app: 'Ứng dụng ngân hàng',
  title: 'Cài đặt',
  items: ['Đổi mật khẩu', 'Thông báo số dư', 'Hạn mức giao dịch'],
  press: 'Thông báo số dư',
};
export const AWKWARD: Screen = {
  app: 'A & B <C>',
  title: '"Ghi" & \'chú\'',
  items: ['<script>', 'Tải & mở'],
  press: 'Tải & mở',
};
const WIDE = 'W'.repeat(32);
export const WIDEST: Screen = {
  app: 'W'.repeat(24),
  title: WIDE,
  fields: [WIDE, WIDE, WIDE, WIDE],
  items: Array.from({ length: 6 }, (_, index) => `${'W'.repeat(31)}${index}`),
  press: WIDE,
};
/** The longest words people really write: as many, each in two lines. */
export const LONGEST: Screen = {
  app: 'Ứng dụng người Việt ở xa',
  title: 'Xác nhận tình trạng hôn nhân xa',
  fields: ['Họ tên người được nhận tiền hộ', 'Số điện thoại của người thân mình'.slice(0, 32)],
  items: ['Kiến nghị, phản ánh về ANTT xã ta', 'Liên thông khai sinh, khai tử cũ'].map((text) => text.slice(0, 32)),
  press: 'Xác thực NFC bằng thẻ căn cước',
};

export const cardOf = (
  slug: string,
  screens: readonly (Screen | undefined)[],
  title = 'Quên mật khẩu VNeID',
): GuideCard => ({
  slug,
  hash: 'abcdef012345',
  topic: 'public-services',
  title,
  answer: 'Bác làm theo từng bước.',
  steps: screens.map((screen, index) => ({ text: `Việc ${index + 1}.`, ...(screen ? { screen } : {}) })),
});

export const catalogue: Catalogue = catalogueOf(
  [],
  [
    cardOf('vneid-forgot-password', [LOGIN, undefined, SETTINGS]),
    cardOf('awkward-2', [AWKWARD], 'Trả lời A & B <nhanh>'),
  ],
);

export function openPictures(folder: string, options: Partial<PicturesOptions> = {}): Pictures {
  return createPictures({ catalogue: () => catalogue, folder, key: 'a key of the tests', ...options });
}

/** Width and height from the head of a PNG, px. */
export function sizeOf(png: Buffer): readonly [width: number, height: number] {
  return [png.readUInt32BE(16), png.readUInt32BE(20)];
}

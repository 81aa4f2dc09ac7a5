import { describe, expect, test } from 'vitest';
import { readMessage } from '../../../../src/understanding/scam/message.ts';

const hosts = (text: string): string[] => readMessage(text).links.map(({ host }) => host.name);

describe('addresses in a message', () => {
  test.each([
    ['vào https://vietcombank.vn-a.top/dang-nhap ngay', 'vietcombank.vn-a.top'],
    ['VAO VIETCOMBANK.VN-A.TOP NGAY', 'vietcombank.vn-a.top'],
    ['vào hxxps://vietcombank.vn-a.top', 'vietcombank.vn-a.top'],
    ['vietcombank . vn-a . top', 'vietcombank.vn-a.top'],
    ['vietcombank[.]vn-a[.]top', 'vietcombank.vn-a.top'],
    ['vietcombank chấm com', 'vietcombank.com'],
    ['vcbrewards - doiqua . shop', 'vcbrewards-doiqua.shop'],
    ['nhan tien o dien-luc-vn cham top', 'dien-luc-vn.top'],
    ['http:// 103.9.78.145:8126', '103.9.78.145'],
    ['https://new- sub.com', 'new-sub.com'],
    ['bit. ly/abc', 'bit.ly'],
    ['link:bit.ly/abc, nhanh', 'bit.ly'],
    ['dien lai h t t p s : / / vnp0st . work', 'vnp0st.work'],
    ['vào v c b - h o t r o . t o p ngay', 'vcb-hotro.top'],
    ['vào vcb gạch ngang hotro chấm top', 'vcb-hotro.top'],
    ['vnp0st . work', 'vnp0st.work'],
    ['khao sat tai petrolimex-khaosat.bar', 'petrolimex-khaosat.bar'],
    ['vietcombаnk.com', 'vietcombаnk.com'],
  ])('are found in %j', (text, host) => {
    expect(hosts(text)).toEqual([host]);
  });

  test.each([
    'Xong rồi.Chị gọi lại nhé',
    'xong roi.me oi',
    'Giá 1.250.000đ',
    'ngày 20.11.2026',
    'gửi về an.nguyen@gmail.com giúp em',
    'Tin nhắn của con.Mai con về',
    '6.da xong',
    'a b c d e g h',
    'Di lam . work hard nha',
  ])('are not seen in %j', (text) => {
    expect(hosts(text)).toEqual([]);
  });

  test('are two where one ends a sentence and the next begins one', () => {
    expect(hosts('tải http://a.example/x.apk. napas247-nhantien.xyz')).toEqual(['a.example', 'napas247-nhantien.xyz']);
  });

  test('are found in the middle of a long document', () => {
    expect(hosts(`${'chữ '.repeat(5_000)}https://vietcombank.vn-a.top ${'chữ '.repeat(5_000)}`)).toEqual([
      'vietcombank.vn-a.top',
    ]);
  });

  test('know a file of an app by its ending, as a link and as a name', () => {
    expect(readMessage('tải http://a.top/x.apk?v=1').links[0]?.isApk).toBe(true);
    expect(readMessage('cài file VNeID_moi.apk').words).toEqual(expect.arrayContaining(['#tepapk', 'apk']));
    expect(readMessage('không gửi file APK').words).not.toContain('#tepapk');
  });
});

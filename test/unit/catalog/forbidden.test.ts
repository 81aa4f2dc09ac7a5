import { describe, expect, it } from 'vitest';
import { buildCatalogue } from '../../../src/catalog/build.ts';
import { forbiddenPhrases } from '../../../src/catalog/forbidden.ts';
import { sampleFile } from '../../support/shipped-content.ts';
import { englishIn } from './finding-language.ts';

const file = 'content/answers/public-services/make-account.md';

/** What must not be said or asked in one sentence, as a step of a sound card. */
function problemsWith(sentence: string): string[] {
  const text = sampleFile(file).replace('Nhập số điện thoại của mình.', sentence);
  const { problems } = buildCatalogue([{ file, text }], '2026-11-22', 'start');
  return problems
    .filter(({ rule }) => rule === 'forbidden-phrase' || rule === 'secret-request')
    .map(({ problem }) => problem);
}

/** For every phrase: sentences that must be stopped, and look-alikes that must not. */
const examples: Readonly<Record<string, { readonly stopped: readonly string[]; readonly allowed: readonly string[] }>> =
  {
    'province-portal': {
      stopped: ['Vào Cổng dịch vụ công của tỉnh để nộp.', 'Mở dichvucong.hatinh.gov.vn rồi bấm.'],
      allowed: [
        'Cổng dịch vụ công của tỉnh không còn dùng nữa.',
        'Mở dichvucong.gov.vn.',
        'Vào dichvucong.bocongan.gov.vn.',
      ],
    },
    'portal-phone-account': {
      stopped: ['Đăng ký tài khoản bằng số điện thoại trên Cổng.', 'Cổng dịch vụ công cho đăng nhập bằng Google.'],
      allowed: ['Không còn đăng ký tài khoản bằng số điện thoại trên Cổng.'],
    },
    'district-office': {
      stopped: ['Ra Công an huyện làm thẻ.', 'Nộp ở UBND quận.', 'Đến bộ phận một cửa huyện.'],
      allowed: ['Không còn UBND huyện nữa.', 'Kẻ xấu tự xưng công an quận gọi điện.', 'Ra Công an xã.'],
    },
    'old-numbers-of-units': {
      stopped: ['Cả 63 tỉnh đều làm.'],
      allowed: ['Trước đây có 63 tỉnh.', 'Cả nước có 34 tỉnh.'],
    },
    'bring-old-papers': {
      stopped: ['Mang theo CMND và ảnh thẻ.', 'Chuẩn bị bản sao sổ hộ khẩu.', 'Cần sổ tạm trú.'],
      allowed: ['Không cần sổ hộ khẩu.', 'Mang theo thẻ căn cước.', 'Sổ hộ khẩu giấy đã bỏ, không phải mang theo.'],
    },
    'account-level-3': {
      stopped: ['Nâng lên tài khoản mức 3.', 'Cần định danh điện tử mức độ 3.'],
      allowed: ['Cần tài khoản mức 2.', 'Không có tài khoản mức 3.', 'Làm bước 3.'],
    },
    'child-without-vneid': {
      stopped: ['Trẻ dưới 14 tuổi không có VNeID riêng.'],
      allowed: ['Trẻ dưới 14 tuổi làm VNeID cùng cha mẹ.'],
    },
    'level-2-at-home': {
      stopped: ['Làm định danh mức 2 ngay tại nhà.'],
      allowed: ['Mức 2 không làm tại nhà được.', 'Ai nhận làm mức 2 tại nhà là kẻ lừa đảo.'],
    },
    'vneid-install-link': {
      stopped: ['Em gửi link cài VNeID.'],
      allowed: ['Không ai gửi link cài VNeID.', 'Mở CH Play, tìm VNeID.'],
    },
    'judicial-record-office': {
      stopped: ['Xin lý lịch tư pháp ở Sở Tư pháp.'],
      allowed: ['Lý lịch tư pháp nay do Công an cấp.', 'Lý lịch tư pháp không còn làm ở Sở Tư pháp.'],
    },
    'driving-licence-office': {
      stopped: ['Đổi bằng lái ở Sở GTVT.', 'Sở Giao thông vận tải đổi giấy phép lái xe.'],
      allowed: ['Đổi bằng lái trên Cổng Dịch vụ công quốc gia.', 'Bằng lái không còn do Sở Giao thông cấp.'],
    },
    'unchecked-sites': { stopped: ['Mở dvc4.gplx.gov.vn.'], allowed: ['Mở gplx trên dichvucong.gov.vn.'] },
    'old-id-certificate': {
      stopped: ['Xin giấy xác nhận số CMND ở xã.'],
      allowed: ['Không ai được đòi giấy xác nhận số CMND cũ.'],
    },
    'renew-because-of-merger': {
      stopped: ['Phải đi đổi căn cước vì sáp nhập tỉnh.', 'Sau sáp nhập cần làm lại bằng lái.'],
      allowed: ['Không phải đi đổi căn cước vì sáp nhập.'],
    },
    'merged-ministries': {
      stopped: ['Gọi Sở Thông tin và Truyền thông.', 'Báo Cục An toàn thông tin.', 'Theo Bộ TT&TT.'],
      allowed: ['Sở Khoa học và Công nghệ, trước đây là Sở Thông tin và Truyền thông.'],
    },
    'lump-sum-tax': { stopped: ['Hộ kinh doanh nộp thuế khoán mỗi quý.'], allowed: ['Thuế khoán đã bỏ từ 1/1/2026.'] },
    'old-tax-threshold': {
      stopped: ['Ngưỡng thuế là 100 triệu.', 'Dưới 200 triệu thì miễn thuế.'],
      allowed: ['Chuyển 100 triệu phải xem kỹ tên người nhận.'],
    },
    'shop-tax': {
      stopped: ['Bán trên Facebook thì không cần khai.', 'Bán ở sàn phải tự khai thuế từng đơn.'],
      allowed: ['Sàn trừ thuế thay.'],
    },
    'unconfirmed-marketplaces': {
      stopped: ['Đăng ký gian hàng trên Postmart rồi bấm tiếp.', 'Vào Voso bấm "Đăng ký".'],
      allowed: ['Muốn bán trên Postmart thì hỏi Bưu điện xã.', 'Mở gian hàng trên Shopee.'],
    },
    'transfer-limits': {
      stopped: ['Chuyển dưới 10 triệu là an toàn.', 'Chưa làm sinh trắc học vẫn chuyển được.'],
      allowed: ['Chuyển dưới 10 triệu vẫn phải xem kỹ.', 'Chưa sinh trắc học thì ra quầy.'],
    },
    'mobile-money-limit': {
      stopped: ['Mobile Money tối đa 10 triệu một tháng.'],
      allowed: ['Mobile Money có hạn mức, xem trong ứng dụng.'],
    },
    'money-back': {
      stopped: ['Ngân hàng sẽ hoàn lại tiền.', 'Chắc chắn lấy lại được.'],
      allowed: ['Không ai chắc chắn lấy lại được tiền.', 'Ai hứa ngân hàng sẽ hoàn tiền là lừa.'],
    },
    'false-proofs': {
      stopped: ['Gọi video thấy mặt là chắc chắn người thật.', 'Có ổ khóa là web thật.', 'Tích xanh là uy tín.'],
      allowed: ['Có ổ khóa chưa chắc là web thật.', 'Tích xanh cũng mua được, đừng vội tin tích xanh là thật.'],
    },
    rumours: {
      stopped: ['Quét QR không mất tiền.', 'Chỉ nghe điện thoại cũng mất hết tiền.'],
      allowed: ['Quét QR rồi xem tên người nhận.', 'Tin đồn: chỉ nghe điện thoại cũng mất hết tiền.'],
    },
    'send-strange-money-back': {
      stopped: ['Nhận tiền lạ thì chuyển trả lại ngay.'],
      allowed: ['Nhận tiền lạ thì đừng chuyển trả ngay.', 'Nhận tiền lạ thì báo ngân hàng.'],
    },
    'old-privacy-law': {
      stopped: ['Theo Nghị định 13/2023 về dữ liệu.'],
      allowed: ['Nghị định 13/2023 đã hết hiệu lực.', 'Theo Luật 91/2025/QH15.'],
    },
    'absolute-security': {
      stopped: ['Dữ liệu được bảo mật tuyệt đối.', 'Cách này an toàn 100%.'],
      allowed: ['Không có gì an toàn tuyệt đối.', 'Tuyệt đối không đưa mật khẩu.'],
    },
    'province-app-named': {
      stopped: ['Mở ứng dụng i-Hà Tĩnh.', 'Tải e-Đồng Tháp về máy.', 'Vào Công dân số TP.HCM.'],
      allowed: ['Mở ứng dụng của tỉnh mình.', 'Trở thành công dân số.'],
    },
    'advice-outside': {
      stopped: ['Bác nên kiện họ ra tòa.', 'Hồ sơ của bác sẽ được duyệt.', 'Bác nên mua vàng.', 'Cứ uống thuốc này.'],
      allowed: ['Em không biết hồ sơ có được duyệt không.', 'Ai bảo nên đầu tư là kẻ lừa.', 'Hỏi thầy thuốc.'],
    },
    address: {
      stopped: ['Mời ngài bấm nút.', 'Mày bấm đi.'],
      allowed: ['Kẻ gian xưng mày tao.', 'Ngày mai làm tiếp.'],
    },
  };

describe('forbidden phrases', () => {
  it('have an example each', () => {
    expect(Object.keys(examples)).toEqual(forbiddenPhrases.map(({ id }) => id));
  });

  it.each(forbiddenPhrases.map(({ id }) => id))('%s: stops the phrase, lets look-alikes pass', (id) => {
    for (const sentence of examples[id]?.stopped ?? []) {
      expect(problemsWith(sentence).join('\n'), sentence).toContain(`(${id})`);
    }
    for (const sentence of examples[id]?.allowed ?? []) expect(problemsWith(sentence), sentence).toEqual([]);
  });

  it('say in Vietnamese why, and what to write', () => {
    expect(forbiddenPhrases.flatMap(({ reason }) => englishIn(reason))).toEqual([]);
    expect(forbiddenPhrases.filter(({ instead }) => instead === '')).toEqual([]);
  });

  it('do not look into the words residents use when they ask', () => {
    const text = sampleFile(file).replace('mo tk can giay to gi', 'mang sổ hộ khẩu ra công an huyện à');
    const problems = buildCatalogue([{ file, text }], '2026-11-22').problems.map(({ problem }) => problem);
    expect(problems.filter((problem) => problem.includes('đừng viết'))).toEqual([]);
  });

  it('pass over long quotations of what a cheat writes', () => {
    expect(problemsWith('Tin nhắn kiểu "Công an huyện mời ông bà lên làm việc ngay" thì bỏ qua.')).toEqual([]);
  });
});

/** Section X of the fact sheet, 2026-11-22: each trap, and the sentence somebody might write. */
const traps: readonly (readonly [trap: string, sentence: string, ids: readonly string[]])[] = [
  ['1 portal of the province', 'Vào Cổng dịch vụ công của tỉnh.', ['province-portal']],
  ['1 account by phone number', 'Đăng ký tài khoản bằng số điện thoại trên Cổng.', ['portal-phone-account']],
  ['2 district', 'Ra Công an huyện.', ['district-office']],
  ['2 old numbers', 'Cả nước có 63 tỉnh.', ['old-numbers-of-units']],
  ['3 old papers', 'Mang theo sổ hộ khẩu.', ['bring-old-papers']],
  ['4 level 3', 'Nâng lên tài khoản mức 3.', ['account-level-3']],
  ['4 children', 'Trẻ dưới 14 tuổi không có VNeID riêng.', ['child-without-vneid']],
  ['5 level 2 at home', 'Đăng ký VNeID mức 2 tại nhà.', ['level-2-at-home']],
  ['5 link', 'Em gửi link cài VNeID.', ['vneid-install-link']],
  ['6 judicial record', 'Làm lý lịch tư pháp ở Sở Tư pháp.', ['judicial-record-office']],
  ['6 driving licence', 'Đổi GPLX ở Sở GTVT.', ['driving-licence-office']],
  ['6 unchecked sites', 'Mở dvc4.gplx.gov.vn.', ['unchecked-sites']],
  ['7 old number certificate', 'Xin giấy xác nhận số CMND cũ.', ['old-id-certificate']],
  ['8 because of the merger', 'Phải đi đổi căn cước vì sáp nhập tỉnh.', ['renew-because-of-merger']],
  ['9 ministries', 'Gọi Sở Thông tin và Truyền thông.', ['merged-ministries']],
  ['10 lump-sum tax', 'Hộ kinh doanh nộp thuế khoán.', ['lump-sum-tax']],
  ['10 threshold', 'Ngưỡng chịu thuế là 100 triệu.', ['old-tax-threshold']],
  ['11 shop tax', 'Bán trên Zalo thì không phải khai.', ['shop-tax']],
  ['12 marketplaces', 'Đăng ký gian hàng trên Voso.', ['unconfirmed-marketplaces']],
  ['13 limits', 'Chuyển dưới 10 triệu là an toàn.', ['transfer-limits']],
  ['13 biometrics', 'Chưa sinh trắc học vẫn chuyển được.', ['transfer-limits']],
  ['14 mobile money', 'Mobile Money tối đa 10 triệu.', ['mobile-money-limit']],
  ['15 money back', 'Ngân hàng sẽ hoàn lại tiền cho bác.', ['money-back']],
  ['16 video call', 'Gọi video kiểm tra là chắc chắn người thật.', ['false-proofs']],
  ['16 padlock', 'Có ổ khóa là web thật.', ['false-proofs']],
  ['17 QR', 'Quét mã QR không mất tiền.', ['rumours']],
  ['18 strange money', 'Nhận tiền lạ thì chuyển trả ngay.', ['send-strange-money-back']],
  ['19 old law', 'Theo Nghị định 13/2023.', ['old-privacy-law']],
  ['20 absolute security', 'Dữ liệu được bảo mật tuyệt đối.', ['absolute-security']],
  ['22 apps of old provinces', 'Mở ứng dụng e-Đồng Tháp.', ['province-app-named']],
  ['23 advice', 'Bác nên ly hôn cho xong.', ['advice-outside']],
  ['24 address', 'Mời ngài bấm nút.', ['address']],
];

describe('the traps of the fact sheet', () => {
  it.each(traps)('%s: "%s" is stopped', (_trap, sentence, ids) => {
    const text = sampleFile(file).replace('Nhập số điện thoại của mình.', sentence);
    const { problems } = buildCatalogue([{ file, text }], '2026-11-22', 'all');
    const found = forbiddenPhrases.filter(({ id }) => ids.includes(id));
    expect(found).toHaveLength(ids.length);
    expect(
      problems
        .filter(({ rule }) => rule === 'forbidden-phrase')
        .map(({ problem }) => problem)
        .join(' '),
    ).toContain(found[0]?.reason);
  });

  it('21 a price or call centre without a day is reported', () => {
    const text = sampleFile(file)
      .replace('changes: true\n', '')
      .replace('Nhập số điện thoại của mình.', 'Lệ phí là 20.000 đồng.');
    const { warnings } = buildCatalogue([{ file, text }], '2026-11-22', 'all');
    expect(warnings.map(({ rule }) => rule)).toContain('changing-fact');
  });

  it('are twenty-four, each with a sentence here', () => {
    const numbers = new Set([...traps.map(([trap]) => trap.split(' ')[0]), '21']);
    expect([...numbers].map(Number).toSorted((a, b) => a - b)).toEqual(Array.from({ length: 24 }, (_, i) => i + 1));
  });
});

describe('requests for secrets', () => {
  it.each([
    'Gửi mã OTP để em kiểm tra.',
    'Cho em xin mật khẩu.',
    '{Bác} gửi số thẻ cho em nhé.',
    'Chụp ảnh căn cước gửi vào đây.',
    'Nhắn cho em số căn cước.',
    'Vui lòng cung cấp mã PIN.',
  ])('stops "%s"', (sentence) => {
    expect(problemsWith(sentence)).toEqual(['câu này xin bà con điều phải giữ kín']);
  });

  it.each([
    'Không gửi mã OTP cho ai.',
    'Đừng đọc mật khẩu cho em.',
    'Nhập mật khẩu của mình, rồi bấm "Đăng nhập".',
    'Bấm nút "Gửi mã OTP".',
    'Kẻ xấu bảo {bác} gửi mã OTP.',
    'Nhập mã OTP vào ứng dụng.',
    'Đọc cho ngân hàng số tiền, giờ chuyển, tài khoản nhận.',
  ])('lets "%s" pass', (sentence) => {
    expect(problemsWith(sentence)).toEqual([]);
  });
});

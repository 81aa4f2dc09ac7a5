/**
 * Messages in an emergency and messages that only sound like one, written for this project: clean, without marks, short,
 * teencode, slips, dialect and stories. The fitted points are learned from them (`fit-emergency-points.ts`).
 */
const lines = (text: string): readonly string[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');

export const EMERGENCIES = lines(`
Tôi vừa bị lừa mất 50 triệu
em bị lừa chuyển khoản 20tr rồi cứu em với
bác bị lừa mất tiền rồi
mẹ tôi vừa bị lừa
bị lừa rồi làm sao
bị lừa
vừa bị lừa đảo xong
tôi lỡ chuyển tiền cho bọn lừa đảo
vừa chuyển khoản cho công an giả
lỡ đọc mã OTP cho nó rồi
tôi vừa đọc mã xác nhận cho người lạ
em lỡ cho nó mã OTP
tài khoản tự nhiên mất tiền
tài khoản của tôi bị trừ hết tiền
mất tiền trong tài khoản
mất hết tiền trong thẻ
bị rút sạch tiền trong ngân hàng
vừa cài app lạ nó bảo
tôi lỡ cài ứng dụng lạ
em lỡ cài vneid giả
nó cài anydesk rồi đang điều khiển điện thoại
đang bị điều khiển máy
tôi đang bị đe dọa
con tôi bị bắt cóc
cháu bị dụ dỗ gửi ảnh
đang bị tống tiền
bố tôi bị lừa 100 triệu
chồng em mới bị lừa
đang bị lừa
nó lừa tôi mất 5 triệu
tiền trong tài khoản mất hết rồi
tôi bị mất tiền trong tài khoản ngân hàng
tôi vừa chuyển tiền cho kẻ gian
họ dọa giết tôi nếu không chuyển tiền
nhập mật khẩu ngân hàng vào link lạ mất rồi
tui bị gạt hết tiền bán lúa
Mới ck xong thì nó chặn số tôi luôn
cuu voi bi lua r
tiền hụi của cả xóm bay rồi
Má con mới bị gạt mấy chục triệu
no gui clip con toi bi troi, doi 200 trieu
Tôi vừa mất sạch tiền tiết kiệm, giúp tôi với
Kẻ gian đang chuyển tiền ra khỏi tài khoản của tôi
Tôi vừa cho người lạ biết mã OTP
Tôi lỡ đọc sáu số trong tin nhắn cho người gọi đến
Tôi đã đưa hết thông tin thẻ cho nhân viên ngân hàng giả
Vừa gửi ảnh thẻ và mã CVV cho người ta xong
Tôi bị người ta ép chuyển tiền, họ đang đứng cạnh tôi
Họ bắt tôi ở trong khách sạn và không được nói với gia đình
Con gái tôi nhắn bị nhốt, cần tiền chuộc
Chồng tôi bị bắt giữ ở Campuchia, họ đòi 300 triệu
Có người dọa đốt nhà tôi nếu không trả tiền
Chúng nó đang đập cửa nhà tôi
Điện thoại của tôi tự mở ứng dụng ngân hàng và chuyển tiền
Màn hình điện thoại bị người khác điều khiển
Tôi vừa cài ứng dụng công an gửi, giờ máy không dùng được
Mẹ tôi vừa cài phần mềm người ta gửi qua Zalo, tiền bị trừ hết
Tôi vừa nhận tin nhắn trừ 15 triệu, tôi không hề chuyển
Thẻ của tôi bị quẹt ở nước ngoài, tôi đang ở nhà
Có ai đó đang dùng thẻ tín dụng của tôi
Tài khoản ngân hàng bị người lạ đăng nhập và rút tiền
Tôi vừa chuyển tiền đặt cọc thì trang web biến mất
Tôi bị lừa đầu tư, vừa nạp thêm 100 triệu mà không rút ra được
Bố tôi đang ra ngân hàng chuyển tiền cho kẻ giả danh công an, làm sao ngăn lại
Bà tôi vừa đưa vàng cho người lạ
Mẹ em vừa nghe điện thoại xong là đi chuyển tiền, em gọi không được
Vợ tôi vừa bị lừa mất 50 triệu qua Facebook
Em trai tôi đang bị bọn cho vay bắt giữ
Con tôi đi gặp người quen trên mạng từ sáng đến giờ chưa về
Cháu tôi bị người lạ dụ đi rồi
Con trai tôi bị ép gửi ảnh khỏa thân, đang bị dọa tung lên mạng
Tôi không muốn sống nữa, mất hết rồi
Tôi nghĩ quẩn quá, nợ nần vì bị lừa
Bị lừa hết tiền, giờ chỉ muốn chết
Chị tôi bị lừa xong đòi uống thuốc tự tử
Nó dọa trong một tiếng nữa không chuyển tiền sẽ gửi ảnh cho vợ tôi
Người ta cho tôi đến tối nay phải trả, không thì giết con tôi
Giúp tôi chặn khoản tiền vừa chuyển với
Làm sao hủy giao dịch vừa chuyển cho kẻ lừa đảo
Tôi phải gọi số nào để khóa tài khoản, tiền đang bị rút
Xin khóa thẻ ngay, có người đang rút tiền
Zalo của tôi bị hack, bạn tôi vừa chuyển 10 triệu cho nó
Mất sim rồi tiền trong ngân hàng cũng mất
Sim tự nhiên mất sóng rồi tài khoản bị rút sạch
Tôi vừa quét mã QR thì bị trừ hết tiền
Bấm vào đường link trúng thưởng xong tài khoản mất 8 triệu
Nhập mã OTP vào trang web giả rồi, tiền bị trừ
Tôi mới biết mình bị lừa, chuyển tiền cách đây nửa tiếng
Chuyển khoản xong gọi lại thì thuê bao
Họ lấy tiền xong chặn luôn Zalo của tôi
Người bán nhận tiền rồi khóa Facebook
toi vua bi lua 30 trieu lam on giup toi
vua chuyen tien cho nguoi la tren mang xong thi bi chan
tien trong tai khoan toi tu nhien mat het
co nguoi dang rut tien trong the cua toi
toi vua doc ma otp cho nguoi goi dien
lo bam vao link roi nhap mat khau ngan hang
me toi vua chuyen 200 trieu cho cong an gia
bo toi dang noi chuyen dien thoai voi bon lua dao, sap chuyen tien
con toi bi nguoi ta bat coc doi 500 trieu
ho noi dang giu con toi, bat chuyen tien ngay
no doa giet ca nha neu bao cong an
no doa dang clip cua toi trong 30 phut nua
chung no dang o truoc nha toi doi tien
may toi dang bi dieu khien tu xa
dien thoai tu dong chuyen tien khong tat duoc
vua cai app theo huong dan cua no thi mat tien
vua cai ung dung la xong may bi treo
tai khoan bi tru 10 trieu khong ro nguyen nhan
tai khoan dang bi tru tien tung lan mot
the tin dung bi tru 20 trieu toi khong mua gi
vi momo tu nhien mat het tien
bi hack tai khoan ngan hang mat 50 trieu
zalo bi hack nguoi ta da chuyen tien cho no roi
vua nop 50 trieu vao san gio khong rut duoc
no bat nap them tien moi cho rut, toi nap 3 lan roi
vua mat 100 trieu vi tin nguoi ta
bi lua mat het tien roi cuu toi
toi muon chet qua vi bi lua het tien
me toi doi tu tu vi mat tien
khoa the gap giup toi tien dang mat
chan giup toi giao dich vua roi
lam sao lay lai tien vua chuyen cho bon lua
vua dua otp cho nhan vien ngan hang gia
lo dua mat khau cho no roi lam sao
ho vua lay het tien cua me toi
em gai toi bi lua sang campuchia gio bi nhot
con gai toi mat tich, tin nhan cuoi la voi nguoi la tren mang
ong noi vua rut so tiet kiem dua cho nguoi ta
cuu em voi em bi lua roi
giup toi khan cap tai khoan bi rut tien
toi bi bat coc
cứu với
SOS
mất tiền rồi
bị lừa mất 5 triệu
vừa mất tiền
vừa bị hack
tiền bay hết
nó lấy hết tiền
tiền bị rút
thẻ bị rút tiền
bị rút trộm tiền
bị trộm tiền trong thẻ
đang bị trừ tiền
bị trừ sạch tiền
lộ otp rồi
đọc mã rồi
lỡ đọc otp
lo nhap otp
đưa mã cho nó rồi
cho nó mật khẩu rồi
vừa ck xong bị chặn
bị dọa giết
nó dọa chém
bị tống tiền gấp
bắt cóc con tôi
con bị bắt cóc
cháu mất tích
bi bat coc
máy bị điều khiển
điện thoại tự chuyển tiền
khóa tk gấp nó đang rút
chặn tiền gấp
chan gap khoan vua chuyen
mat het roi
mất sạch rồi
bị lừa hết rồi
lừa mất tiền rồi
nó lừa em rồi
muốn chết
muon tu tu
vừa chuyển nhầm cho lừa đảo
công an giả lấy tiền
help bị lừa tiền
em vừa bị scam 5 củ, lm sao h
e lỡ đưa otp cho nó r, h sao
vừa ck cho nó xong nó block luôn r mn ơi
tk bank e bị hack r, nó ck hết tiền
má e vừa bị lừa hết tiền tk r, huhu cứu
nó kêu e cài app r giờ máy nó tự chạy, sợ quá
e lỡ nạp 10tr vô app r k rút dc, nó đòi nạp thêm
nó đang dọa tung ảnh e, bắt ck 5tr trong tối nay
đt e bị nó điều khiển r, nó đang vô bank
bị trừ 3tr trong thẻ mà e k mua j hết
tiền trong momo bay hết r, e k làm j
bạn e bị bắt cóc r, nó gửi clip đòi tiền
e k muốn sống nữa, bị lừa hết sạch r
e chết mất, vừa bị lừa mất tiền học phí
nó lấy nick e đi mượn tiền, mấy đứa bạn ck r
ck cọc xong shop block, mới 5p trước
mới bị cướp đt, nó đang rút tiền trong bank
ngta giả bank gọi, e lỡ đọc mã r
vừa ck 7tr xong thấy nghi lừa, hủy dc k
lỡ tay bấm link nó gửi, h tk trừ tiền liên tục
toi vưa bi luwa mat 10 trieuj
cưu toi voi bi lua hêt tien roi
tai khoan cuar toi bi rut tiênf
no dang dieu khienr may toi
vua docj ma otp cho ngươi la
con toi bij bat cocs
me toi vua chuyenn tien cho bon luaf dao
bi haack ngan hang mat tien
khoá the gapp giup toi
tien dang bi trừ lien tuc giup toii
Trời ơi tui bị tụi nó gạt sạch vốn rồi
Tui mới đưa tiền cho nó xong thì nó dông mất
Hắn gọi nói công an, tui lỡ đọc số cho hắn rồi, chừ răng đây
Mệ tui vừa chuyển hết tiền cho hắn, cứu với
Con tui bị tụi nó bắt rồi, đòi tiền chuộc
Chừ hắn đang rút tiền trong thẻ tui, mần răng chặn
Bầm tôi vừa bị lừa mất cả sổ tiết kiệm
Nhà em vừa bị chúng nó lừa mất mấy chục triệu, các bác cứu với
Hắn dọa tới nhà chém tui
Thằng nhỏ nhà tui bị người ta dụ đi mất tiêu rồi
Tui lỡ cài cái ứng dụng hắn gửi, chừ tiền mất sạch
Cái máy hắn tự bấm, tự chuyển tiền, tui sợ quá trời
Tui vừa bắn tiền cho nó xong nó lặn mất tăm
Ới làng nước ơi tui mất hết tiền rồi
Sáng nay có người gọi nói là bưu điện, bảo tôi có bưu phẩm liên quan ma túy. Họ nối máy cho công an. Tôi sợ quá đã chuyển 60 triệu. Giờ mới biết bị lừa.
Tôi đang ở nhà trọ. Họ bắt tôi bật camera suốt và đòi bố mẹ tôi chuyển tiền. Tôi sợ lắm.
Em bán hàng, khách gửi link nhận tiền. Em nhập mật khẩu với mã OTP vào, thế là mất 12 triệu. Vừa mới đây thôi ạ.
Mẹ em nhận được điện thoại báo em bị tai nạn, mẹ vừa chuyển 20 triệu viện phí. Em không hề bị sao. Giờ làm gì ạ?
Chồng tôi chơi chứng khoán trên mạng, mất 2 tỷ. Anh ấy bỏ nhà đi từ chiều, để lại lá thư. Tôi sợ anh ấy làm liều.
Có người gọi video bắt con tôi cởi áo rồi quay lại. Giờ họ đòi 20 triệu trước 9 giờ tối nay.
Điện thoại hiện màn hình đen nửa tiếng, khi mở lại được thì tài khoản chỉ còn vài nghìn. Tôi chưa làm gì cả.
Tôi vừa đăng nhập vào trang web trông giống ngân hàng. Ngay sau đó có tin nhắn trừ tiền. Tôi phải làm gì?
Cô ấy bảo tôi đọc mã để nhận quà. Tôi đọc rồi. Giờ ngân hàng nhắn trừ 5 triệu.
Con tôi 12 tuổi bị một người đàn ông trên mạng rủ đi gặp, cháu vừa ra khỏi nhà. Gọi cháu không nghe.
Bọn đòi nợ đang đứng trước cửa cầm gậy. Trong nhà chỉ có tôi và con nhỏ.
Ông tôi vừa đem sổ tiết kiệm đi rút, ông bảo công an yêu cầu. Cả nhà ngăn không được.
Tôi bán nhà được 2 tỷ gửi ngân hàng, sáng nay kiểm tra thì không còn đồng nào.
Tôi làm nhiệm vụ trên Telegram, đã nạp 80 triệu. Họ nói nạp thêm 40 triệu mới rút được, tôi vừa nạp xong thì nhóm bị xóa.
Bạn tôi vừa gọi khóc, nói bị giữ ở biên giới, họ đánh đập và đòi tiền chuộc.
Có thằng cầm dao đến nhà đòi tiền
Tôi bị đánh và bị lấy hết tiền
Nó vừa giật điện thoại của tôi, trong đó có ngân hàng
Nó đang nhắn tin dọa, nói 10 phút nữa đăng hình em
Người yêu cũ đang dọa giết em
Con em bị chú hàng xóm sàm sỡ
Cháu bị người ta sờ mó, cháu sợ lắm
Bố đánh con suốt, con sợ lắm, con phải làm sao
Em bị xâm hại
Con muốn chết vì bị bạn bắt nạt trên mạng
Tôi vừa chuyển khoản nhầm cho bọn lừa đảo 40 triệu, chặn lại giúp tôi
Tôi mới bị kẻ xấu rút hết lương hưu
Ngân hàng vừa báo có người rút 30 triệu mà tôi ngồi ở nhà
Có giao dịch lạ đang diễn ra trong tài khoản của tôi
Số dư của tôi tụt liên tục, tôi không làm gì cả
Tôi đang bị kẻ gian điều khiển máy tính và chuyển tiền
Họ đang yêu cầu tôi đọc mã, tôi đã đọc một mã rồi
Tôi vừa đọc mã xác thực cho nhân viên điện lực giả
Tôi vừa chụp hai mặt thẻ tín dụng gửi cho người lạ
Tôi lỡ đăng nhập tài khoản ngân hàng vào đường link trong tin nhắn
Bố tôi vừa bị một nhóm đến nhà bán thuốc lấy mất 20 triệu
Mẹ chồng tôi đang đứng ở quầy chuyển tiền cho kẻ lừa, xin giúp chặn lại
Cháu nội tôi bị người ta bắt đi, họ gọi đòi chuộc
Em gái tôi bị bán sang Campuchia, họ đòi tiền mới thả
Con tôi vừa gọi khóc nói bị người ta giữ, bắt tôi gửi tiền
Con tôi sáu tuổi bị lạc, có người nhắn đòi tiền
Tôi bị một nhóm người bao vây đòi tiền, họ cầm hung khí
Chồng tôi say rượu cầm dao dọa giết hai mẹ con
Tôi bị nhốt trong phòng, không ra ngoài được
Họ thu điện thoại và không cho tôi về nhà
Kẻ lạ đang đột nhập vào nhà tôi
Tôi vừa bị cướp giật túi xách có điện thoại và thẻ ngân hàng
Tôi tuyệt vọng quá, không còn muốn sống
Mẹ tôi mất tiền xong đòi tự tử, tôi sợ lắm
Em nợ nhiều quá, em chỉ muốn chết cho xong
Anh trai tôi bị lừa hết tiền, nhắn tin vĩnh biệt cả nhà
Tôi vừa uống thuốc ngủ
Tôi vừa nạp tiền vào app đầu tư, app biến mất rồi
Sàn chứng khoán không cho rút tiền, tôi vừa nạp thêm sáng nay
Người yêu quen qua mạng vừa lấy của tôi 80 triệu rồi biến mất
Tôi vừa trả phí hải quan 15 triệu cho kẻ lừa đảo
Tôi vừa gửi tiền mua vé máy bay thì trang Facebook bị xóa
Chủ nhà trọ nhận cọc xong chặn số tôi
Tôi vừa mua hàng, chuyển 5 triệu xong không liên lạc được với người bán
Tôi vừa quét mã trả tiền thì bị trừ gấp mười lần
Vừa bấm link nhận quà thì điện thoại đơ, tiền bị chuyển đi
Tôi cài nhầm VNeID giả, giờ tài khoản ngân hàng bị trừ tiền
Vừa cài phần mềm thuế giả, máy tự thoát, tiền mất
Người ta gọi video bảo quét mặt, xong tài khoản mất tiền
Tôi lỡ chia sẻ màn hình cho người xưng ngân hàng
Tôi vừa cho mượn căn cước quét mặt, giờ bị rút tiền
Khẩn cấp, có người đang chuyển tiền từ điện thoại của tôi
Cứu gấp, tài khoản công ty vừa bị chuyển 500 triệu
Làm ơn giúp, tôi vừa bị lừa, tay run không bấm nổi
Tôi phát hiện bị lừa cách đây mười phút
Vừa biết mình bị lừa, tiền mới chuyển lúc nãy
Gọi ngân hàng không được mà tiền cứ bị trừ
Tiền của tôi đang chạy sang tài khoản người khác
Kế toán công ty tôi vừa chuyển tiền theo lệnh sếp giả
Bạn tôi đang bị lừa, cô ấy đang chuyển tiền, tôi cản không được
toi vua bi ke gian lay het tien trong vi
vua moi bi lua xong, giup toi khoa the
dang bi lua tien day, lam sao dung lai
toi dang noi chuyen voi ke lua, da chuyen 10 trieu
co ai do dang rut tien tai khoan toi
ai do vua chuyen tien tu tai khoan cua toi di
tai khoan tu nhien con 0 dong
so du con 0 dong roi cuu toi
tien luong vua ve da bi rut mat
tien tiet kiem 500 trieu bien mat
bi tru tien tu dau khong, mat 12 trieu
ngan hang nhan tin tru 9 trieu toi khong chuyen cho ai
the atm bi rut trom 5 trieu dem qua
vua cho ho so the voi ma cvv
vua cho nguoi ta ma otp xong thi mat tien
lo nhap mat khau vao trang gia roi lam sao day
lo chup the gui cho nguoi la roi
da doc otp cho no, gio phai lam sao
me toi doc ma cho nguoi ta roi
ba ngoai vua dua so tiet kiem cho nguoi la
chong toi vua chuyen 300 trieu cho nguoi tinh ao
vo toi dang o ngan hang chuyen tien cho bon gia danh
con gai toi dang chuyen tien lam nhiem vu, khong chiu dung
chau toi bi ke xau doa dang anh nong bat gui tien
con toi bi doa giet tren mang
chau gai bi nguoi la ru di khoi nha
con trai bi lua ra nuoc ngoai gio goi ve khoc
em toi bi giam giu ben campuchia
ho dang danh con toi doi tien chuoc
co nguoi goi noi bat con toi, nghe tieng con khoc
chung doi 1 ty khong thi chat tay con toi
no doa den truong bat con toi
no noi toi nay khong tra thi no giet
bon doi no dang pha cua nha toi
co nguoi la mat dang rinh truoc nha toi
co nguoi cam dao dung ngoai cong
toi dang bi nhot o khach san
toi bi ho giu khong cho ve
dien thoai tu nhay lung tung, tu chuyen tien
may tinh bi nguoi ta dieu khien chuot tu chay
ung dung ngan hang tu mo tu chuyen
man hinh den thui mo len mat 20 trieu
sim toi bi mat song roi tien bi chuyen het
sim bi khoa, mat 30 trieu trong ngan hang
facebook bi hack no nhan tin muon tien, 5 nguoi chuyen roi
bi hack momo mat 3 trieu
vua bi lua coc tien nha 5 trieu
vua mat coc 10 trieu no chan so roi
vua dong tien viec lam xong cong ty bien mat
vua nap 20 trieu lam nhiem vu, gio bat nap them 50 trieu
no bat dong thue moi cho rut, toi dong roi van khong rut duoc
chuyen tien xong moi thay ten nguoi nhan la, no khong nghe may
moi chuyen 2 phut truoc lam sao huy
vua bam xac nhan chuyen tien xong thi biet bi lua
con cach nao chan tien vua chuyen khong
xin khoa tai khoan nhan tien cua ke lua ngay
cho toi so dien thoai ngan hang gap toi bi lua
goi 113 the nao toi dang bi doa
toi muon bao cong an ngay toi vua bi cuop
toi muon tu sat
toi chan song lam roi
mat het tien roi song lam gi nua
chi muon nhay cau cho xong
em khong muon song nua, bi tung anh len mang roi
vừa bị lừa
mới bị gạt
bị lừa nữa rồi
bị lừa 20 triệu
bị lừa sạch
lừa hết tiền rồi
nó cuỗm hết rồi
nó rút hết rồi
bị rút hết
rút sạch rồi
tiền tự mất
tiền tự đi
tiền đang mất
đang mất tiền
mất 50 triệu
mất trắng rồi
bay hết tiền
tk về 0
tk bị hack
thẻ bị hack
bị hack bank
bị hack mất tiền
lỡ cài app lạ
cài app giả rồi
đang bị điều khiển
máy tự chạy
máy tự bấm
điện thoại bị chiếm
đưa otp rồi
lỡ cho mã
vừa đọc mã
lộ mã rồi
lỡ nhập mật khẩu
chuyển rồi mới biết lừa
vừa chuyển cho nó
ck cho lừa đảo rồi
nó chặn mình rồi
nó block rồi
chặn ck gấp
hủy giao dịch gấp
khóa tài khoản gấp
dừng chuyển tiền gấp
gọi công an gấp
bị đe dọa
đang bị dọa
bị dọa chém
dọa giết con
bị nhốt
con bị bắt
con mất tích
đòi chuộc
muốn tự tử
không muốn sống
nghĩ quẩn
cứu
cứu em
cứu con với
nguy hiểm quá cứu
bi lua
moi bi lua
bi gat roi
mat tien
mat sach
cuu voi
e bị lừa r
bị scam r
vừa bị scam
ck r bị block
otp đưa r
e lỡ ck cho scammer 2tr
vừa bị lừa cọc 3tr h sao ạ
nó hack zalo e mượn tiền, mẹ e ck 5tr r
tk e bị trừ 4tr5 k hiểu sao lun
có ng đang xài thẻ visa e mua đồ bên mỹ
nó ép e ck, k ck nó đăng clip lên group lớp
e bị nó quay clip r nó đòi 10tr trc 12h
e lỡ bật chia sẻ màn hình cho nó r vô app bank lun r
mẹ e nghe đt ca giả h đang ra bank rút tiền, e ở xa k cản đc
ba e vừa ck 50tr cho cô nào quen trên mạng, h mới biết lừa
app đầu tư sập r, e nạp 30tr sáng nay
e vừa nạp 2tr làm nv, nó kick e khỏi nhóm r
mới mất đt xong, có ng ck hết tiền e r
sim mất sóng xong bank báo trừ 15tr
đt nóng ran tự mở bank, e rút pin k đc
e mệt quá, bị lừa hết r, muốn biến mất
bạn e đòi nhảy lầu vì bị lừa tiền
nó vừa cướp đt e, đang chuyển tiền
e bị giữ ở casino biên giới, nó bắt gọi về xin tiền
con bé e 10t bị ông kia trên mạng dụ gửi hình, ổng đòi gặp
em e bị thằng lạ chở đi đâu r k về
vừa quét qr xong bay 6tr
nhấn link fb xong mất 2 củ
cho nó mượn otp xong mất acc bank
nó giả con trai nhắn tin, ba e ck 8tr r
Tui bị hắn gạt lấy mất 15 triệu rồi, chừ mần răng
Chết cha, tui đưa mã cho nó rồi tiền đi sạch
Mèn ơi tiền bán heo nó lừa sạch trơn
Tui mới gởi tiền cho nó hồi sớm mai, giờ nó khóa máy
Bà già tui đang chuyển tiền cho tụi nó, tui can hổng được
O ơi cứu với, tiền trong sổ mất hết rồi
Con tui hắn bắt rồi, hắn biểu đem hai trăm triệu ra
Hắn dọa đốt nhà tui đêm ni
Cái máy tui hắn điều khiển rồi, bấm chi cũng không được
Tụi nó đang đứng đầy trước cửa nhà tui đòi chém
Bu em vừa đưa hết tiền cho mấy người bán thuốc rồi
Giời ơi nó lừa bu tôi mất cả chục cây vàng
Ông nhà tôi nghe điện thoại xong đem tiền đi đâu mất, gọi không được
Thằng út nhà tui theo người lạ đi Campuchia rồi, giờ kêu cứu
Tui hết muốn sống rồi con ơi, mất sạch sành sanh
Chừ tiền cứ nhảy đi từng đợt, tui không biết bấm chi
Tui lỡ tay bấm xác nhận, tiền bay mất tiêu rồi
Mấy cha nội giả công an vô nhà lấy hết tiền tui rồi
Nó hù tung hình con gái tui, bắt nộp tiền ngay bữa nay
Tui mới bị giựt dọc, trong bóp có thẻ ngân hàng với giấy ghi mật khẩu
Tôi bán hàng trên mạng, có người gửi mã nói là để nhận tiền. Tôi nhập vào thì tài khoản bị trừ sạch. Tôi phải gọi ai?
Chiều nay mẹ tôi nghe theo kẻ xưng công an, cài ứng dụng rồi quét mặt. Tối kiểm tra thì 300 triệu không còn.
Em đang ở một mình. Có người nhắn biết địa chỉ nhà em, nói tối nay sẽ đến nếu em không chuyển tiền.
Có tin nhắn báo chuyển 20 triệu thành công. Tôi không hề chuyển. Tôi mở ứng dụng thì không đăng nhập được.
Cháu em mười bốn tuổi gửi ảnh cho một người trên mạng. Nó bắt gửi thêm, nếu không sẽ đăng lên trường. Cháu khóc suốt.
Vợ tôi vừa nhận điện thoại, nghe xong mặt tái mét rồi chạy ra ngân hàng. Gọi không nghe máy. Tôi nghĩ bị lừa.
Hắn bắt tôi giữ máy suốt hai tiếng, không được nói với chồng. Tôi đã chuyển hai lần rồi.
Tôi vừa nghe lời chuyển tiền vào tài khoản an toàn của Bộ Công an. Bây giờ số đó không gọi được.
Bạn thân nhắn vay 10 triệu, tôi chuyển luôn. Vừa gọi thì bạn bảo bị mất Facebook. Làm sao lấy lại?
Con tôi chơi game, lấy thẻ của tôi nạp hết 30 triệu cho một người lạ. Tôi vừa phát hiện.
Sáng nay tôi mất điện thoại ở chợ. Trưa về máy con gái báo tài khoản tôi bị chuyển 40 triệu.
Nhà tôi vừa có hai người vào nói đổi tiền, họ đi rồi thì mất 20 triệu trong tủ.
Tôi đang đi xe ôm công nghệ, tài xế chở sai đường, tôi sợ quá
Em họ tôi nhắn là bị đánh, không có ăn, ở khu lừa đảo bên Myanmar, cần chuộc.
Cô giáo báo con tôi không đến lớp. Có số lạ nhắn đang giữ cháu.
Tôi bị chồng đánh chảy máu đầu
Con bị thầy sờ vào người, con không dám nói
Em bị ép quan hệ rồi quay phim
Có người theo dõi và dọa hại con tôi trên đường đi học
`);

export const NO_EMERGENCIES = lines(`
làm sao để không bị lừa
cách tránh bị lừa đảo trên mạng
làm sao nhận biết lừa đảo
có phải lừa đảo không
số này gọi có phải lừa không
tin nhắn này là lừa đảo không
dấu hiệu lừa đảo qua điện thoại
làm thế nào để phân biệt công an giả
các hình thức lừa đảo hiện nay
chuyển khoản nhầm người thì làm sao
tôi muốn mở tài khoản ngân hàng
quên mật khẩu ngân hàng
không nhận được mã OTP
mã OTP là gì
tài khoản bị khóa
làm thẻ căn cước cho con
con tôi muốn học trực tuyến
cài VNeID thế nào
tải ứng dụng VNeID ở đâu
vừa cài xong VNeID
tôi vừa tải app ngân hàng về
bán xoài trên mạng
mở gian hàng
phí chuyển khoản bao nhiêu
đang làm bước 2
đăng ký tạm trú cho con
gửi phản ánh 1022
học kỹ năng số
xin chào
lừa đảo
cảnh báo lừa đảo
phòng chống lừa đảo
xem link thật hay giả
có nên bấm vào link trong tin nhắn
quét mã QR trả tiền
nghe nói có người bị lừa ở xã bên, làm sao để phòng tránh
mất căn cước
Tôi nghe nói có người bị lừa mất 500 triệu, họ lừa kiểu gì vậy
Năm ngoái tôi bị lừa 10 triệu, giờ có đòi được không
Nếu lỡ cho người ta mã OTP thì phải làm gì
Làm sao biết điện thoại có bị người khác điều khiển không
Người ta dọa khóa sim thì có phải lừa không
Bị trừ tiền gói mạng hằng tháng thì hủy thế nào
Tôi bị trừ 11 nghìn phí SMS
Rút tiền ở cây ATM khác ngân hàng mất phí bao nhiêu
Rút tiền từ ví MoMo về ngân hàng thế nào
Tôi chuyển nhầm tiền cho người khác, xin lại thế nào
Giao dịch thất bại mà vẫn bị trừ tiền
Con tôi mất thẻ căn cước, làm lại ở đâu
Tôi mất điện thoại, muốn khóa sim
Mất ví có giấy tờ thì làm lại thế nào
Tiền điện tháng này mất gần hai triệu, sao cao thế
Làm hộ chiếu hết bao nhiêu tiền
Đăng ký xe máy mất bao nhiêu triệu
Tôi vừa đăng ký tài khoản ngân hàng xong
Vừa chuyển tiền học cho con xong, lấy biên lai ở đâu
Tôi vừa nộp hồ sơ xong, bao giờ có kết quả
Vừa đổi mật khẩu ngân hàng xong mà không đăng nhập được
Tôi vừa cài VNeID, kích hoạt thế nào
Tôi lỡ xóa ứng dụng ngân hàng, cài lại thế nào
Tôi lỡ nhập sai mã OTP ba lần, tài khoản bị khóa
Không nhận được mã OTP khi chuyển tiền
Tôi đang chuyển tiền thì mất mạng, tiền đi chưa
Đang nộp hồ sơ thì máy đơ
Điện thoại bị treo logo thì sửa ở đâu
Máy tự tắt nguồn hoài là bị gì
Màn hình điện thoại tự nhảy lung tung do liệt cảm ứng
Cứu với, em quên mật khẩu VNeID
Giúp em với, em không biết nộp hồ sơ ở đâu
Gấp lắm, mai em phải nộp giấy khai sinh cho con
Khẩn cấp quá, cần làm căn cước nhanh
Công an gọi tôi lên xã làm căn cước có thật không
Công an xã hẹn tôi đến lấy căn cước
Có ai bị lừa vé máy bay chưa
Ông hàng xóm kể vừa bị lừa, tôi nghe mà lo
Bạn em bị lừa hôm tuần trước, em muốn biết để tránh
Con trai tôi học lớp 6 hay chơi game, sợ cháu bị dụ
Dặn con thế nào khi có người lạ rủ đi chơi
Vụ bắt cóc trên mạng có thật không
Xem phim có cảnh bắt cóc con tôi sợ
Trẻ em bị xâm hại thì gọi số nào
Số điện thoại tổng đài 111 để làm gì
Khi nào thì gọi 113
Bị tống tiền bằng ảnh thì nên báo ai
Làm sao để không bị hack Facebook
Zalo bị hack thì lấy lại thế nào
Tôi không đăng nhập được Zalo
Người lạ kết bạn Zalo gửi link, tôi chưa bấm
Tôi cúp máy rồi, không mất gì, có cần báo ai không
May mà tôi chưa chuyển tiền cho nó
Ngân hàng gọi lại xác nhận giao dịch có phải thật không
Tiền lương tháng này chưa về tài khoản
Bảo hiểm thất nghiệp chưa thấy tiền về
Tiền trợ cấp chuyển vào tài khoản nào
Hủy đơn Shopee thì tiền hoàn về đâu
Shop giao sai hàng, đòi lại tiền thế nào
Đặt cọc thuê nhà cần chú ý gì
Nóng quá muốn chết, bao giờ có điện lại
Chồng tôi chết năm ngoái, làm giấy chứng tử muộn được không
Ba tôi mất hôm qua, làm giấy khai tử ở đâu
Nhà tôi bị mất trộm con gà thì báo ai
Mất nước cả ngày rồi, gọi ai
Lũ về, nhà tôi bị ngập, gọi số nào
Cây đổ chắn đường báo cho ai
Vay tiền ngân hàng cần giấy tờ gì
Bị gọi điện đòi nợ mà tôi không vay
Đùa thôi, tôi có bị lừa đâu
rut tien tu vi ve ngan hang
nap the dien thoai bi tru tien ma ko co
tài khoản lâu không xài có bị trừ tiền không
họ bắt cọc tiền trước khi giao
shop bat coc gap moi giu hang
nguoi ban bat coc truoc 500k
bị bắt cọc tiền
sinh vien bi ep quay video gia bi bat coc
Tôi mất 30 triệu hồi đầu tháng, nay có người nhắn đòi phí lấy lại
việc đầu tiên phải làm khi biết mình bị lừa
làm sao để ba mẹ già không bị lừa qua điện thoại
dùng điện thoại cục gạch có bị lừa không
quet qr la co bi mat tien trong tai khoan k
`);

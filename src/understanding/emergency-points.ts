/**
 * Points of words and of pairs of neighbours for an emergency (above 0) or against it, in tenths of a logit, folded.
 * Learned from 1107 emergencies and 13523 other messages by `fit-emergency-points.ts`; do not edit.
 */
const TABLE = `
cuu:45 vua:34 nghi_quan:32 bi_rut:26 mat_#tien:26 tu_chuyen:25 muon_chet:25 ma_roi:25 muon_tu:25 gap:25 doi_chuoc:25
tu_tu:25 giet:25 sach:25 mat_tien:25 bi_nhot:24 lo_cai:24 may_tu:24 muon_song:23 mat_tich:23 chet:23 het_tien:22
cho_ma:22 chuoc:22 moi_bi:22 nhap_mat:21 cam_dao:21 phut:21 an_gap:21 lo_nhap:20 song:20 doa:20 tu_bam:20 tu_di:20
khoan_ve:19 ve_0:19 bi_lua:19 cai_app:19 #tien:19 giup_toi:19 khoa_facebook:19 dang:18 dang_bi:18 em_bi:18 so_lam:18
bay_het:17 0:17 lo:17 toi_vua:17 va_khong:17 thoai_bi:17 mat_sach:16 roi:16 tien_dang:16 tien_cu:16 khoan_xong:16
tu_chay:16 vneid_gia:16 xong_goi:16 lay_tien:16 doa_giet:16 tu_mo:16 hack:16 *short*:15 doc_ma:15 khong_tat:15
chan:15 khoa_tai:15 dang_rut:15 thi_thue:15 bay:15 thoai_tu:15 con_toi:15 xong_chan:15 khong_lam:15 het_roi:15
dong_chuyen:15 nhay:15 lo_cho:15 no:15 no_dang:15 khong_muon:14 tich:14 #tien_toi:14 nhot:14 chem:14 vua_chuyen:14
dot:14 gi_ca:14 dang_dung:14 bi:14 bi_de:14 tien_tu:14 den:14 dich_gap:14 trang_roi:14 otp_roi:14 bi_hack:14
de_doa:14 con_bi:14 bi_nguoi:14 otp:14 bi_bat:14 cho_lua:14 em_khong:14 gia_lay:14 xin_khoa:14 tra_thi:13 bon:13
tat_duoc:13 tuc_toi:13 cho_no:13 gui_anh:13 moi_chuyen:13 mat_trang:13 bao_tru:13 gia_roi:13 con_muon:13 do_dang:13
nguoi_dang:13 roi_khoa:13 lien_tuc:12 tien_bay:12 chay:12 cho_nhan:12 bam_tu:12 ~lo_ma:12 ~coc_xong:12 tu_mat:12
lai_thi:12 gio_tai:12 khien:12 dieu_khien:12 an_gia:12 hack_ngan:12 otp_cho:12 no_lua:12 huy_giao:12 campuchia:12
rut:12 khong_duoc:12 danh_con:12 goi_ngan:12 vi_bi:12 do_gui:12 gia_gio:12 doi_#tien:12 xong:12 lo_doc:11
trong_ngan:11 toi_bi:11 goi_cong:11 khoan_gap:11 no_chan:11 phut_truoc:11 vua_nap:11 chi_muon:11 goi_lai:11
app_gia:11 sang_nay:11 dao_dung:11 so_qua:11 toi_dang:11 la_dang:11 cho_xong:11 doc:11 gian_dang:11 con_suot:11
suot_con:11 lam_con:11 con_phai:11 tu_sat:11 bien_mat:11 khong_he:11 tien_cua:11 nguoi_la:11 chau_bi:11 quan:11
hang_vao:11 thi_khong:11 mat_het:11 nhan_la:11 doa_chem:11 bo_danh:10 nguoi_cam:10 ngoai_cong:10 chu_hang:10
xom_sam:10 sam_so:10 con_so:10 dung_ngoai:10 tien_roi:10 em_lo:10 ban_nhan:10 sao_lay:10 mat:10 cong_an:10
tu_dong:10 tui_han:10 ai_do:10 the_gui:10 bat_toi:10 khoan_mat:10 bi_chu:10 toi_khong:10 thoai_va:10 suot:10
di_dau:10 bi_thay:10 vao_nguoi:10 nguoi_con:10 chup_the:10 cuu_voi:10 bi_ho:10 dua:10 tru_#tien:10 khoc:10 va:10
lua_tien:10 #tien_khong:10 so_vao:10 nha_doi:10 moi_biet:10 coc_con:10 bi_chiem:10 lua:10 sao_huy:10 cu_bi:10 sam:10
gap_giup:10 ho_giu:10 thay_so:10 dang_chay:10 the_visa:10 ho_toi:10 ma_cvv:10 2_phut:10 doa_dot:10 dot_nha:10
mo_app:10 truoc_lam:10 nhien_mat:10 bao_dem:10 nhap_~mat:10 lay_het:10 thi_biet:10 dua_otp:10 thang_cam:9 dao_den:9
ho_thu:9 thu_dien:9 hinh_den:9 dem:9 nay_khong:9 doc_otp:9 toi_neu:9 vao_link:9 no_lay:9 tin_the:9 ke_lua:9
qua_cuu:9 chuyen_2:9 roi_tien:9 visa:9 cvv:9 toi_tut:9 tut_lien:9 thi_tai:9 xong_tai:9 cuu_em:9 vua_cho:9 con_mat:9
cho_ve:9 trong_tai:9 chau_mat:9 con_em:9 dang_chuyen:9 trong_the:9 co_thang:9 tut:9 nhap_vao:9 nhap_otp:9 cua_ke:9
lua_ngay:9 tui_moi:9 toi_ve:9 gio_goi:9 da_dua:9 giao_dich:9 truoc_cua:9 nap_#tien:9 trom_tien:9 phai_goi:9
giu_khong:9 momo_tu:9 toi_so:9 nhan_bao:9 tien_gap:9 nghe_dien:9 quen_tren:9 tro_nhan:9 app_dau:9 bam_chi:9 tu:9
hiem_qua:8 otp_dua:8 chiem:8 roi_nhap:8 ep:8 khau_roi:8 khong_tra:8 noi_bat:8 nop_#tien:8 di_tung:8 con_khoc:8
bi_chong:8 chong_danh:8 danh_chay:8 het_thong:8 dung_chuyen:8 nham_vneid:8 chan_tien:8 toi_phai:8 khoan_cho:8
bat_con:8 cho_nguoi:8 the_tin:8 goi_ve:8 sach_roi:8 tuoi_bi:8 tien_lien:8 toi_da:8 da_doc:8 chay_mau:8 mau_dau:8
vua_dua:8 cai_ung:8 du_do:8 nghe_tieng:8 nha_tro:8 biet_la:8 khong_chuyen:8 dua_roi:8 bi_dieu:8 xong_#tien:8
duoc_noi:8 khong_cho:8 nha_tui:8 ~lo_otp:8 lo_chia:8 mang_tu:8 sang_den:8 chuyen_roi:8 o_trong:8 den_gio:8 bon_doi:8
nhien_con:8 tien_xong:8 tieng:8 mat_xong:8 #tien_trong:8 dang_di:8 vua_doc:8 hang_gia:8 chuyen_xong:8 co_giao:8
nhom_nguoi:8 ho_cam:8 cam_hung:8 hung_khi:8 no_gio:8 hung:8 mot_nhom:8 dua_het:8 rut_het:8 vay_doi:8 cho_ke:8
ta_so:8 mo_chau:8 chau_so:8 cach_day:8 tien_ho:8 dang_mat:8 voi_ma:8 ra_trong:7 la_no:7 nua_tieng:7 so_mo:7
khong_~con:7 ra_ngan:7 vua_nghe:7 bi_chuyen:7 toi_doc:7 toi_sau:7 bi_lac:7 dung_the:7 lac_co:7 dien_ra:7 no_khong:7
bi_mot:7 toi_ke:7 dem_tien:7 co_nguoi:7 toi_doi:7 bao_quet:7 mo_ung:7 tru_sach:7 nat_tren:7 xung_ngan:7 dieu:7
trong_khach:7 san_va:7 hui_cua:7 cua_ca:7 xom_bay:7 bay_roi:7 dang_xai:7 muon_nhay:7 nhay_cau:7 toi_cai:7 cho_tui:7
app_la:7 tien_hui:7 hui:7 cau_cho:7 toi_lo:7 xong_shop:7 chan_moi:7 5p:7 moi_5p:7 5p_truoc:7 chu_nha:7 cua_toi:7
bat_roi:7 the_voi:7 ta_goi:7 gio_chua:7 khoan_tu:7 duoc_~ma:7 bi_giam:7 giam_giu:7 giu_ben:7 ben_campuchia:7
nhan_vien:7 la_mat:7 chan_minh:7 mat_roi:7 the_bi:7 vao_duong:7 dang_ra:7 khoi_nha:7 bi_thang:7 nghe_tai:7 cho_sai:7
sai_duong:7 chuyen:7 xai_the:7 visa_em:7 do_ben:7 minh_roi:7 duong_toi:7 la_cho:7 kip:7 me_em:7 cai_nham:7
dang_giu:7 bat_coc:7 bi_du:7 nguoi_doa:7 neu_khong:7 ben_my:7 toi:7 toi_tuyet:7 tuyet_vong:7 vong_qua:7 gia_lam:7
xe_cho:7 khu_lua:7 myanmar:7 ben_myanmar:7 chet_vi:7 vien_ngan:7 bi_xam:7 xam_hai:7 em_mua:7 co_tin:7 chuc_trieu:7
gio_phai:7 thoai_cua:7 bi_tru:7 khong_rut:7 o_khu:7 gui_ngan:7 nay_kiem:7 dem_hai:7 trieu_ra:7 toi_nay:7 bi_trom:7
nhan_qua:7 #tien_gui:7 hang_sang:7 den_nha:7 danh_khong:7 cho_ho:7 cho_bon:7 nick_em:7 roi_han:7 co_ai:7 hoi_nay:7
sau_tuoi:7 no_hu:7 hu_tung:7 ngay_bua:7 giet_con:7 tien_vua:7 nap_them:7 hang_chuyen:7 no_giet:7 lo_dua:7 ~ma_tien:7
man_hinh:7 se_man:7 khac_dieu:6 duong_link:6 gai_tui:6 thue_bao:6 nhap_tai:6 ca_xom:6 em_ho:6 ro_nguyen:6
nguyen_nhan:6 ke_gian:6 tien_trong:6 sat:6 san_gio:6 tin_dung:6 nguy_hiem:6 truoc_nha:6 doi_va:6 doa_hai:6
may_chuc:6 luon_zalo:6 ~con:6 be_em:6 em_10t:6 10t_bi:6 kia_tren:6 du_gui:6 hinh_ong:6 ong_doi:6 va_doa:6
#tien_roi:6 ong_kia:6 cung_mat:6 het:6 no_ep:6 ep_em:6 group:6 len_group:6 group_lop:6 bi_danh:6 thi_~ban:6
nguoi_theo:6 bon_lua:6 10t:6 hang_nhan:6 khong_thi:6 ho_lay:6 bi_ban:6 toi_tren:6 mua_gi:6 em_em:6 bien_gioi:6
la_xong:6 sim_roi:6 tien_cho:6 nhot_trong:6 phong_khong:6 ngoai_duoc:6 gai_bi:6 thang_la:6 lay_nick:6 tien_may:6
hien_man:6 den_nua:6 khoan_chi:6 vai_nghin:6 nhan_tru:6 moi_goi:6 hoi_som:6 som_mai:6 mai_gio:6 khoa_may:6
khoan_no:6 cuu_con:6 con_voi:6 hang_cung:6 gui_gio:6 bi_tong:6 tieng_khi:6 voi_nguoi:6 dao:6 no_~mat:6 chau_gai:6
an_o:6 the_tui:6 di_khoi:6 may_bi:6 con_khong:6 om_cong:6 dung_truoc:6 chiu_dung:6 chung_doi:6 khoan_~coc:6 no_roi:6
~ban_nha:6 thoai_hien:6 ~con_vai:6 tien_tui:6 ~con_~dong:6 dung_ngan:6 xam:6 thay_ten:6 dung_la:6 khong_con:6
hai_con:6 no_noi:6 duoc_#tien:6 nha_duoc:6 vua_bam:6 ~mat_khau:6 thi_chat:6 chat_tay:6 tay_con:6 thoai_do:6
rut_sach:6 cua_nha:6 do_tien:6 khu:6 goi_tien:6 han_bat:6 du_cua:6 co_an:6 goi_noi:6 trong_tin:6 dao_ben:6
myanmar_can:6 can_chuoc:6 bi_ong:6 chung_no:6 bat_gui:6 my:6 qua_thi:6 mat_sim:6 nha_toi:6 he_chuyen:6 chuyen_toi:6
video_thay:6 he_goi:6 goi_~con:6 kip_chan:6 rut_toi:6 ~con_kip:6 do_co:6 doi_tu:6 visa_bi:6 bi_ca:6 ca_may:6
phat_#tien:6 mua_khoa:6 nay_~ma:6 nhan_cuoc:6 ra_khoi:6 han_doa:6 shop_chan:6 #tien_em:6 kho_a:6 a_tai:6 anh_cho:6
con_moi:6 de_khoa:6 dich_la:6 xong_moi:6 ~ma_nhan:6 dang_o:6 no_~dang:6 dang_doa:6 tieng_con:6 may_phat:6 vua_lay:6
nguoi_~ban:6 duoc_thi:6 thi_dien:5 di_xe:5 trai_bi:5 lua_ra:5 ra_nuoc:5 ve_khoc:5 ru_di:5 muoi_phut:5 den_lop:5
cua_cam:5 cam_gay:5 gay_trong:5 va_con:5 dung_thi:5 lop_co:5 dang_vao:5 tien:5 vao_san:5 bat_nop:5 ~dang_clip:5
van_dang:5 nghin_toi:5 roi_quay:5 nen_gui:5 cong_toi:5 em_chuyen:5 duong_di:5 giu_chau:5 lua_may:5 tien_tai:5
chu_tien:5 ho_doi:5 trom_#tien:5 khong_mua:5 bat:5 giao_bao:5 khoan_toi:5 ra_ngoai:5 goi_khong:5 chua_ve:5
#tien_thanh:5 roi_lam:5 ~no_dang:5 bua_nay:5 rut_duoc:5 ~ban_nhan:5 nguoi_xung:5 tien_tung:5 vu_khong:5 tung_tu:5
~gap_nguoi:5 so_tiet:5 nguoi_quen:5 nhan_dang:5 khi_mo:5 giup_bi:5 gui_cho:5 tren_duong:5 gio_may:5 khach_san:5
~ma_em:5 #tien_dem:5 nhay_di:5 tung_dot:5 dot_tui:5 chau:5 moi_thay:5 cu_nhay:5 chuyen_cho:5 doi_nhay:5 nhay_lau:5
lau_vi:5 co_mua:5 em_rut:5 rut_pin:5 pin_khong:5 giet_ca:5 thi_trang:5 atm_bi:5 tung_hinh:5 #tien_truoc:5 hang_tu:5
dua_ma:5 ep_chuyen:5 mo_lai:5 thoai_bao:5 em_doi:5 thoai_xong:5 chia_se:5 xong_may:5 dao_roi:5 hang_em:5 me_toi:5
di_~gap:5 nghe_may:5 video_bao:5 khoa_mat:5 khong_se:5 he:5 ho_bat:5 coc:5 ba_ngoai:5 no_vua:5 chua_lam:5 toi_va:5
noi_cong:5 thay_~mat:5 gio_moi:5 tiet_kiem:5 tien_em:5 la_gia:5 anh_ay:5 khong_den:5 biet_lua:5 song_lam:5
tieu_roi:5 nong_ran:5 ran_tu:5 voi_gia:5 som:5 nguy:5 toi_moi:5 dang_dieu:5 cai_phan:5 dung_cua:5 men:5 men_oi:5
oi_tien:5 heo_no:5 sach_tron:5 no_cuom:5 cuom_het:5 dam_noi:5 the_ngay:5 vua_giat:5 toi_mat:5 han_dieu:5 nhan_~coc:5
nguyen:5 chi_~con:5 khien_roi:5 ran:5 dem_qua:5 ta_bat:5 rut_trom:5 giut:5 bi_giut:5 giut_doc:5 doc_trong:5 no_cai:5
anydesk:5 cai_anydesk:5 anydesk_roi:5 khien_dien:5 tui_bat:5 khoan_cua:5 mat_tieu:5 vong:5 se_dang:5 campuchia_ho:5
chau_em:5 em_muoi:5 bon_tuoi:5 them_neu:5 khoc_suot:5 trong_bop:5 han_bao:5 ke_gia:5 co_ay:5 bop_co:5 truong_chau:5
chan_so:5 chuyen_luon:5 luon_vua:5 mat_facebook:5 o_nha:5 ke_xau:5 tuoi_gui:5 toi_~ban:5 giay_ghi:5 bi_ke:5 em_di:5
thoai_nong:5 link_trong:5 facebook_lam:5 tuyet:5 co_ngan:5 so_du:5 voi_giay:5 tui:5 thi_no:5 gio_sao:4 chuyen_di:4
goi_thi:4 vua_quet:4 ung_dung:4 ay_bao:4 tui_bi:4 nhan_tien:4 no_khoa:4 oi_no:4 lua_bu:4 bu_toi:4 cuom:4 doi_~gap:4
gioi_oi:4 vo_app:4 len_truong:4 vua_rut:4 chi_cung:4 ngay_co:4 muoi_bon:4 trom:4 theo_huong:4 tien_ngay:4 chuc_cay:4
tien_day:4 xong_dem:4 mat_goi:4 trong_phong:4 gio_ngan:4 het_luong:4 than_nhan:4 vua_gui:4 lam_nhiem:4 tu_sap:4
em_nap:4 #tien_sang:4 ~dao_roi:4 lua_sach:4 cho_di:4 gui_them:4 xau_rut:4 ~dong_nao:4 ghi_mat:4 dau_mat:4 thui_mo:4
len_mat:4 vua_dong:4 ty_bien:4 roi_van:4 xe_om:4 ay:4 app_bien:4 ngoai_gio:4 ca_chuc:4 khong_ro:4 tien_viec:4
nhan_bi:4 vua_mat:4 tien_~ban:4 dung_lai:4 roi_dang:4 mo_len:4 du_di:4 cho_rut:4 tich_tin:4 nhan_cuoi:4 cuoi_la:4
la_voi:4 co_toi:4 sao_dung:4 cam:4 dau_roi:4 ba_em:4 cho_mot:4 hinh_cho:4 bat_nap:4 cua_bo:4 ke:4 moi:4 loi_chuyen:4
toan_cua:4 cai_vneid:4 nghe_loi:4 tru:4 nguoi_~bao:4 ~bao_vay:4 hang_khong:4 van_khong:4 dang_dap:4 dap_cua:4
ten_nguoi:4 em_toi:4 mot_nguoi:4 nao_de:4 nguoi_ta:4 vi_momo:4 nha_lay:4 bop:4 khoan_giup:4 ho_dang:4 du:4 113_the:4
nghin:4 lua_em:4 ma_tien:4 cho_han:4 chi_co:4 khong_dam:4 toi_choi:4 lam_sao:4 nghi:4 them_#tien:4 chet_cho:4
la_bi:4 sap_roi:4 khong_~dam:4 sim_bi:4 lo_chup:4 hieu_sao:4 sao_luon:4 vua_uong:4 thuoc_ngu:4 no_gia:4 trai_nhan:4
tin_ba:4 tung:4 doc_roi:4 ngan_lai:4 tong_tien:4 vao_app:4 khong_goi:4 goi_duoc:4 toi_phat:4 hien_bi:4 lua_cach:4
day_muoi:4 bao_chau:4 vi_mat:4 #tien_anh:4 ay_bo:4 tu_chieu:4 chieu_de:4 thu_toi:4 ay_lam:4 lam_lieu:4 nham_cho:4
roi_khong:4 thoai_ca:4 can_duoc:4 con_cach:4 tien_bi:4 con_be:4 lo_~dang:4 hang_rut:4 so_anh:4 em_vua:4 gia_con:4
mo_ngan:4 gio_dang:4 em_nghe:4 ngoi_o:4 nao_chan:4 ca_gia:4 link_roi:4 chuyen_khong:4 dang_len:4 choi_chung:4
tay_bam:4 gia_tui:4 de_nhan:4 ~ban_chuyen:4 ca_can:4 duoc_giup:4 ~dua_~ban:4 no_bat:4 biet_bam:4 link_nhan:4 le_le:4
le_giup:4 khoi_the:4 tui_ne:4 no_tui:4 gui_#tien:4 vua_nop:4 chau_vua:4 #tien_vo:4 tien_mua:4 mat_dang:4 rinh:4
dang_rinh:4 rinh_truoc:4 bay_thi:4 chan_roi:4 chay_ra:4 em:4 noi_toi:4 ba_gia:4 ~so_~du:4 khoan_roi:4
sang_campuchia:4 so_the:4 bien:4 xong_cong:4 ma_cho:4 nuoc_ngoai:4 hang_gap:4 uong_thuoc:4 nhap:4 nhanh_len:4
em_~no:4 ~no_nhieu:4 nhiem_vu:4 da_chuyen:4 trong_nha:4 han_goi:4 an_tui:4 de_lai:4 #tien_thi:4 nhan_coc:4 di_mat:4
thoat_tien:4 vay_#tien:4 xong_thi:4 mang_mat:4 tien_vao:4 an_~bay:4 gio_~so:4 link_la:4 bi_quet:4 lo_ma:4 lua_roi:4
gia_may:4 bao_vay:4 an_gui:4 tin_tru:4 xong_mat:4 quet_o:4 bi_xoa:4 lai_la:4 han_roi:4 ve_nha:4 moi_tha:4 lam_xong:4
haack:4 bi_haack:4 haack_ngan:4 nha:4 la_ru:4 song_xong:4 xong_ngan:4 sang_bien:4 hinh_con:4 113:3 goi_113:3
la_thu:3 may_cha:3 cha_noi:3 an_vo:3 viec_lam:3 day_lam:3 ma_con:3 khoan_bi:3 gap_toi:3 dang_nhan:3 mem_thue:3
gioi_lam:3 lai_chung:3 bat_nha:3 toi_tien:3 can_khong:3 chan_~so:3 khan_cap:3 chuyen_khoan:3 ~du_cua:3 chung_goi:3
khan:3 di_noi:3 phan_mem:3 nha_nop:3 ~ban_di:3 toi_nen:3 nguoi_bao:3 ve_bat:3 ngan_hang:3 thanh_cong:3 nhieu_qua:3
phut_nua:3 cay_vang:3 coc_xong:3 be_9:3 tuoi_vua:3 giu_o:3 vo_nha:3 mang_du:3 bam_quang:3 cao_trong:3 ro_gio:3
mot_toi:3 thoai_ngan:3 ba_chuyen:3 tha:3 tu_app:3 9_tuoi:3 bo_nha:3 dong_roi:3 #tien_bien:3 chan_luon:3 tien_tiet:3
xa_khong:3 dang_dot:3 dot_nhap:3 khoan_tren:3 viec_thi:3 noi_vua:3 phat_hien:3 cach_dung:3 chay_sang:3 len_giup:3
biet_cach:3 an_lam:3 tiet:3 khoan:3 khong_hieu:3 dang_truoc:3 so_toi:3 gai:3 noi_~la:3 den_thui:3 trong:3 noi_khac:3
#tien_ngay:3 thi_bi:3 doa_toi:3 nha_chem:3 chem_tui:3 thi_giet:3 ngay_hom:3 trang_facebook:3 muoi:3 gio_tien:3
ta_cho:3 ma_xac:3 den_toi:3 noi_la:3 may_tui:3 goi_ai:3 vao_nha:3 cai_may:3 may_han:3 han_tu:3 mem:3 ~ban_bao:3
cung_khong:3 thuc_cho:3 gui_hinh:3 ~so_toi:3 mau:3 gai_toi:3 em_o:3 ngoai_vua:3 kiem_cho:3 tai_khoan:3 ong_nha:3
phai_tra:3 ma_noi:3 sach_toi:3 toi_den:3 tai_xe:3 tich_sau:3 khi_noi:3 lan_roi:3 cuu_toi:3 om:3 bi_ep:3 song_nua:3
dua_so:3 web_trong:3 trong_giong:3 giong_ngan:3 toi_dong:3 tien_moi:3 giu:3 hang_mat:3 nay_phai:3 em_cai:3 chay_so:3
an_ngay:3 ~bay_gio:3 ngay_sau:3 may_no:3 tra_khong:3 chau_tai:3 nan_nen:3 #tien_chau:3 tui_run:3 sau_do:3 ~ma_con:3
se_den:3 cuop:3 lam_gi:3 nua_bi:3 vao_thi:3 chan_song:3 noi_voi:3 doa_noi:3 noi_10:3 10_phut:3 nua_dang:3 chau_be:3
noi_chuyen:3 nop_tien:3 scammer:3 cho_scammer:3 scammer_#tien:3 con_gai:3 em_chi:3 ~ban_heo:3 tien_toi:3 nhan_cho:3
o_casino:3 casino_bien:3 gioi_no:3 bat_goi:3 ngan:3 nha_neu:3 neu_bao:3 bi_cuop:3 nguoi_tren:3 hinh_em:3
nguoi_nhan:3 vien_dien:3 otp_xong:3 dung_cong:3 roi_bam:3 khong_can:3 ve_xin:3 thue_moi:3 bi_tung:3 nhap_gi:3
casino:3 noi_gia:3 vai:3 tui_dem:3 dem_ni:3 thue_~bao:3 #tien_xong:3 sao_ngan:3 la_nhan:3 video_bat:3
hack_facebook:-3 ma:-3 an_goi:-3 ta_ma:-3 vao_tai:-3 cho_dung:-3 cua_tui:-3 danh_~sach:-3 ~dong:-3 tru_phi:-3
~bay_ba:-3 no_ghep:-3 bi_doi:-3 la_co:-3 ~ban_tren:-3 thiep:-3 ong:-3 ban_bat:-3 quet_ma:-3 lag:-3 doanh:-3
tiktok:-3 benh_vien:-3 agribank:-3 ve_tai:-3 dong:-3 co_duoc:-3 vua_roi:-3 that_bai:-3 video_xong:-3 #tien_mang:-3
mang_lag:-3 lag_qua:-3 chan_zalo:-3 bi_lo:-3 phu:-3 may_~ma:-3 de_huy:-3 do_con:-3 bao_doc:-3 tien_~mat:-3
cay_atm:-3 di_muon:-3 nghe:-3 co_chuyen:-3 re:-3 it:-3 ti:-3 hoi_sang:-3 ok:-3 mat_viec:-3 vao_duoc:-3 la:-3
quy_tac:-3 ket_qua:-3 uy:-3 nhan_giai:-3 khong_dang:-3 xong_lay:-3 tap_hoa:-3 khau:-3 kien_hang:-3 lanh:-3
trinh_bao:-3 di_~dong:-3 hang_no:-3 giay_to:-3 thi_mat:-3 ma_van:-3 quoc:-3 im:-3 bao_ve:-3 hai_thi:-3 ma_ngan:-3
lam_giay:-3 luong_hu:-3 y:-3 so_nhan:-3 khai_sinh:-3 truoc_toi:-3 giay_cua:-3 giup:-3 ~can_thiep:-3 nguoi_nha:-3
moi_giu:-3 lua_nam:-3 tien_nhung:-3 toi_14:-3 tuoi_lo:-3 rieng_gio:-3 tung_ra:-3 game_bi:-3 bi_hai:-3 lien:-3
may_ma:-3 tep:-3 han_muc:-3 khoan_khong:-3 khoan_game:-3 mat_500:-3 mua_tai:-3 nguoi_khac:-3 tron:-3 xa_qua:-3
nhien_co:-3 giay_khai:-3 mat_nguoi:-3 trong_toi:-3 han_che:-3 500:-3 toi_chua:-3 nhap_cong:-3 sao_khong:-3
quan_toi:-3 ~dang_hinh:-3 an_toan:-3 tat_may:-3 hoc_lop:-3 tri:-3 xem_phim:-3 ra:-3 ~la_gi:-3 nao_cho:-3 ~so_het:-3
duoc:-3 con_xong:-3 the_dien:-3 vneid_co:-3 dung_dien:-3 ve:-3 o:-3 em_muon:-3 cha_me:-3 nghi_ngo:-3 la_sao:-3
~ma_no:-3 xong_gio:-3 google:-3 muon_khoa:-3 bao_hiem:-3 ~bay:-3 bi_nhiem:-3 nhap_sao:-3 phien:-3 bi_nhom:-3
nhom_ban:-3 ban_tay:-3 tay_chay:-3 no_buon:-3 cau:-3 lay_hinh:-3 buon_khong:-3 roi_xin:-3 giat:-3 goi_so:-3
duoc_cong:-3 ra_sao:-3 nghe_chau:-3 cuu_dinh:-3 rut_~so:-3 cho_cai:-3 click:-3 lo_click:-3 click_link:-3 gap_moi:-3
gui_giay:-3 shop_bat:-3 chuyen_lien:-3 thoai_toi:-3 the_em:-3 nay_co:-3 trong_app:-3 co_roi:-3 hinh_rieng:-3
tien_mo:-3 tranh_mat:-3 reo:-3 noi_so:-3 hoc_truc:-3 ~han_muc:-3 chua_nhan:-3 dien_doi:-3 nguoi_ban:-3 tien_van:-3
rau:-3 dung_tren:-3 ve_roi:-3 da_mat:-3 yeu_xa:-3 tien_danh:-3 danh_giup:-3 quyen_tro:-3 tro_nang:-3 minh_bi:-3
tu_thang:-3 roi_~ma:-3 bat_quyen:-3 nang_toi:-3 bat_cho:-3 gap_nguoi:-3 hoan_ve:-3 di_lam:-3 ~can_tien:-3 tai_cai:-3
thoai_cho:-3 phai_quet:-3 phat_nguoi:-3 chuc_em:-3 ep_quay:-3 gia_bi:-3 nhin:-3 nguoi_doi:-3 bn_tien:-3
lenh_chuyen:-3 vuon:-3 nut:-3 de_khoi:-3 xong_no:-3 bong:-3 la_bao:-3 dung_roi:-3 lien_ket:-3 quang_cao:-3
hang_la:-3 cai_vssid:-3 quet_khuon:-3 ~moi_thang:-3 cua_minh:-3 the_bhyt:-3 tiem_tap:-3 bac_toi:-3 ba_tu:-3
dung_mat:-3 sach_~so:-3 ~so_ba:-3 ~chan:-3 tui_so:-3 chua_~dam:-3 goi:-3 lam_xa:-3 may_roi:-3 check:-3 gian_hang:-3
wifi_cong:-3 cong_cong:-3 kem:-3 van_chuyen:-3 gan:-3 an_sinh:-3 khai_tu:-3 ~ban_hang:-3 ca_tieng:-3 trong_nhom:-3
mua_may:-3 ~tru:-3 giu_trong:-3 thoai_lam:-3 gai_goi:-3 roi_thi:-3 that_khong:-3 dien_chua:-3 du_hoc:-3 roi_mn:-3
lo_noi:-3 co_sao:-3 vao_ngan:-3 minh_trong:-3 atm_roi:-3 lam_chi:-3 keo:-3 kiem_tien:-3 me_chong:-3 tu_ngan:-3
dien_mat:-3 gui_hang:-3 con_ga:-3 con_duoc:-3 khong_vao:-3 quet_mat:-3 vi_khong:-3 em_ngan:-3 toi_dung:-3 bo_me:-3
phep:-3 dung_ten:-3 ~so_tiet:-3 man_rang:-3 trong_ung:-3 6:-3 thi_ban:-3 bat_chuoc:-3 chuoc_duoc:-3 so_chua:-3
zalopay:-3 duoc_ca:-3 tu_dau:-3 matts:-3 bi_matts:-3 matts_trong:-3 sao_nhan:-3 roi_ep:-3 ep_no:-3 no_la:-3 ~du:-3
bi_han:-3 cat_lien:-3 hoc_gap:-3 huy_lenh:-3 con_nhap:-3 luc_chuyen:-3 khong_a:-3 khoc_xin:-3 bua_ni:-3 cai_gi:-3
chau_no:-3 mat_trom:-3 trom_con:-3 ga_thi:-3 toi_gui:-3 tncn:-3 ~ma_khong:-3 xom_toi:-3 ra_cay:-3 dung_~mat:-3
nguon:-3 bang_cach:-3 ~mat_con:-3 hanh:-3 toi_dau:-3 vn:-3 nghen:-3 truoc_roi:-3 thanh_pho:-3 co_dung:-3 ki:-3
xa_co:-4 gio_no:-4 ~la:-4 cai_the:-4 nuot:-4 khac_lay:-4 chong_lua:-4 nop_tiep:-4 tiep_cho:-4 cho_dua:-4 dua_nhan:-4
thoai_la:-4 lay_di:-4 lai_nop:-4 chac:-4 cua_ai:-4 ma_qr:-4 doi_ho:-4 nick_con:-4 dang_lam:-4 roi_doi:-4 pham:-4
hang:-4 co_nen:-4 giup_khong:-4 nuot_the:-4 khoan_la:-4 hack_vay:-4 ngoai_cho:-4 ba_lan:-4 cuoc_moi:-4 co_quan:-4
giuc:-4 doa_khoa:-4 tien_lua:-4 lo_bam:-4 duoc_tien:-4 qua_dien:-4 nick_bi:-4 ad:-4 dich_vu:-4 day:-4 lua_~dao:-4
mo:-4 nhac:-4 tien_khong:-4 doi_hai:-4 viec:-4 toi_tra:-4 ra_may:-4 bao_tien:-4 lua_them:-4 them_vi:-4 va_nhan:-4
goi_hoi:-4 suat:-4 su:-4 tap:-4 khong:-4 kham:-4 toi_len:-4 ~ma_toi:-4 nguoi_than:-4 goi_doi:-4 tong_dai:-4 ga:-4
truc:-4 tien_lon:-4 ca_ngay:-4 song_sao:-4 ma_chuyen:-4 vien_bi:-4 khoan_dinh:-4 can:-4 xuong:-4 sao_chuyen:-4
nguong:-4 thi_bac:-4 khong_cuu:-4 ngap:-4 si_khong:-4 bi_quay:-4 ~can_doc:-4 bao_ai:-4 toi_hieu:-4 do:-4 chup_can:-4
khong_em:-4 ban:-4 roi_do:-4 nguong_#tien:-4 may_la:-4 nhap_vien:-4 wifi:-4 quay:-4 lon_~so:-4 ba_con:-4 ~coc:-4
chay_di:-4 cho_thue:-4 hoi_dau:-4 toi_vao:-4 go_mat:-4 thanh:-4 kieu_chi:-4 dinh_chay:-4 nhap_#tien:-4
that_nghiep:-4 #tien_no:-4 la_vua:-4 ban_ra:-4 moi_len:-4 bidv:-4 nha_nghi:-4 giao:-4 lua_mat:-4 cay_rut:-4
hinh_no:-4 lai_man:-4 dang_~ban:-4 bi_tu:-4 an_moi:-4 len_vi:-4 vi_app:-4 mon:-4 dat_hang:-4 xac:-4 face:-4
thue_nhan:-4 trang_la:-4 la_bat:-4 hoc_cho:-4 otp_ba:-4 lan_tai:-4 etax:-4 xong_roi:-4 bhyt:-4 sai_ma:-4 roi_con:-4
vao_so:-4 khoi:-4 ~so_dien:-4 hinh_chuyen:-4 bom:-4 trong_ngay:-4 em_quen:-4 neu_lo:-4 bi_gay:-4 thi_bao:-4
chi_cho:-4 nhien_goi:-4 tham_va:-4 lo_chat:-4 chat_se:-4 hoan_tien:-4 ~sap:-4 chup_roi:-4 hoi_tham:-4 vao_em:-4
thoai_ngoai:-4 kinh:-4 tat:-4 bat_chup:-4 len_face:-4 face_de:-4 hagn:-4 xong_co:-4 khoan_vay:-4 duoc_zalo:-4
ben_nhan:-4 ~dang:-4 khoa_vneid:-4 chuyen_qua:-4 pho:-4 roi_cam:-4 lam_buoc:-4 buoc_2:-4 khong_thay:-4 mo_tai:-4
gio_ben:-4 #tien_tu:-4 sang_toi:-4 yeu:-4 thieu:-4 thi_phai:-4 xu:-4 buoi:-4 xu_ly:-4 tich_hop:-4 que:-4 voi_a:-4
may_moi:-4 dien:-4 bi_toi:-4 cong_tien:-4 hang_cho:-4 tram:-4 muon_hoc:-4 bao_gio:-4 yen:-4 may:-4 mang_chuyen:-4
rac:-4 nat:-4 chi:-4 bo:-4 doa_tren:-4 thang_no:-4 so_nao:-4 doa_~dang:-4 ho_bao:-4 facebook_la:-4 bao_bat:-4
canh_bao:-4 cu:-4 cho_chau:-4 quay_video:-4 gia_mat:-4 clip:-4 bat_soi:-4 hien:-4 thang_nay:-4 file:-4 vua_14:-4
lai_o:-4 vui:-4 the_lan:-4 lam_~ho:-4 hut:-4 lau:-4 khoan_truoc:-4 doi_duoc:-4 vi_rut:-4 tren_nhom:-4 anh_rieng:-4
tray:-4 gay_tray:-4 tray_con:-4 con_chip:-4 hoi_muon:-4 tuoi_lam:-4 co_doi:-4 del:-4 lo_del:-4 del_anh:-4
~nho_cuu:-4 anh_con:-4 u:-4 nop_ho:-4 lai_roi:-4 bao_nhieu:-4 va_co:-4 quen_~mat:-4 thuc:-4 vay_roi:-4 otp_thi:-4
van_bi:-4 bi_di:-4 vo_va:-4 quan_neu:-4 mobile_money:-4 dat_phong:-4 hoai_khong:-4 vua_~dang:-4 truc_tuyen:-4
hang_nha:-4 sao_biet:-4 khoan_gia:-4 #tien_ik:-4 toi_muon:-4 nhan:-4 tai_nha:-4 nghe_ro:-4 gop:-4 ve_may:-4
hang_bao:-4 goc:-4 roi_em:-4 so_nguoi:-4 chua_doc:-4 ~mat:-4 lam:-4 nhan_duoc:-4 thu:-4 toi_gia:-4 toi_mua:-4
muon_biet:-4 ~sach:-4 giu_hang:-4 the_atm:-4 tiem:-4 atm_nuot:-4 them:-4 tin_khong:-4 lay_bien:-4 chau_tui:-4
game_chau:-4 khoc_hoai:-4 da_lo:-4 tren_game:-4 lay_hang:-4 phat:-5 thoai_roi:-5 giai:-5 tao:-5 si:-5 goi_hinh:-5
bill:-5 ib:-5 video_gia:-5 khuon_mat:-5 cua_ngan:-5 kho:-5 nguoi_tu:-5 so_tai:-5 #tien_quet:-5 bac_si:-5 on_em:-5
roi_nha:-5 nhan_giup:-5 khap_noi:-5 v:-5 tien_that:-5 no_goi:-5 khong_nhan:-5 san_pham:-5 hieu:-5 tim:-5 vay_khap:-5
hack_khong:-5 video:-5 tu_choi:-5 sim:-5 an_lua:-5 xong_bi:-5 nhan_khong:-5 tien_ve:-5 thiet_bi:-5 xin:-5 so:-5
#tien_ho:-5 bam_sai:-5 tien_qua:-5 co_~can:-5 tac:-5 ~dang_ky:-5 benh:-5 shipper:-5 tien_hoc:-5 van:-5 chuyen_lai:-5
bi_treo:-5 khoan_zalo:-5 vu:-5 vi_ve:-5 gia_cong:-5 buon:-5 nuoc:-5 quy:-5 gmail:-5 khau_vneid:-5 ~dao:-5
lien_lac:-5 khoe:-5 giup_em:-5 neu_toi:-5 ~bao:-5 nap_tien:-5 sinh_vien:-5 tra_tien:-5 roi_ma:-5 bat_quet:-5
doi_mat:-5 doa_bao:-5 an_neu:-5 coi:-5 cu_nha:-5 tien_4g:-5 rut_lai:-5 gi_de:-5 khach:-5 nhan_biet:-5 lo_~ban:-5
muon_tai:-5 danh_ba:-5 lich:-5 sao_cho:-5 toi_nghe:-5 tien_chuyen:-5 tang:-5 nhat:-5 smart:-5 doi_no:-5 smart_otp:-5
da:-5 may_cua:-5 len:-5 shopee:-5 ca_nhan:-5 gui_tien:-5 rieng_tu:-5 ngay_khong:-5 ~bao_gio:-5 o_mo:-5 neu:-5 tet:-5
khoan_vneid:-5 voi_em:-5 tren:-5 doa_gui:-5 phat_tan:-5 chon:-5 xin_tien:-5 giong:-5 de_doi:-5 em_xau:-5 xau_ho:-5
ho_muon:-5 chet_anh:-5 gia_mao:-5 ~cho:-5 anh_cua:-5 trinh:-5 ~ban_ib:-5 ib_muon:-5 nghi_tai:-5 sai_mot:-5
tuan_truoc:-5 quyen:-5 cach:-5 nhap_duoc:-5 thue_tai:-5 thi_goi:-5 hon:-5 no_thue:-5 the_ngan:-5 con_~ban:-5
lam_the:-5 het_don:-5 tre_em:-5 cuoi:-5 thong:-5 cai_la:-5 mot_cai:-5 dua_tien:-5 tan:-5 dien_tu:-5 chip:-5 doi:-5
may_rut:-5 khung:-5 ho_tro:-5 gio_roi:-5 chao_em:-5 1:-5 tien_vay:-5 cho_khoi:-5 tot:-5 dong_tien:-5 khong_an:-5
viettel:-5 ~can_cuoc:-5 bao_mat:-5 luat:-5 a:-5 khuon:-5 nghiep:-5 quang:-5 ik:-5 bien_lai:-5 ~ma_tui:-5 cua_con:-5
lan_dau:-5 2:-5 rua:-5 gio_muon:-5 to:-5 vi_tai:-5 tien_chuoc:-5 so_dien:-5 ma_toi:-5 ghe:-5 dk:-5 roi_goi:-5
muc_chuyen:-5 cho_vao:-5 an_phai:-6 may_gio:-6 ngo:-6 nang:-6 tro:-6 nap_the:-6 ghep:-6 xa:-6 ve_ngan:-6 di_vay:-6
lu:-6 ~ban_tai:-6 nen:-6 o_dau:-6 sua:-6 gio_rut:-6 meo:-6 ben_vua:-6 co_phai:-6 ~go:-6 gia_toi:-6 choi:-6 vo:-6
rang:-6 mang_tien:-6 khac:-6 bi_phat:-6 hoat:-6 nhap_sai:-6 mat_may:-6 ha:-6 ket:-6 la_gi:-6 mat_mang:-6 4g:-6
noi_co:-6 khoan_#tien:-6 ~ho_so:-6 co_mat:-6 quet:-6 gio_co:-6 nham_tien:-6 duoc_roi:-6 toan:-6 ta_lay:-6 lan:-6
kich:-6 thi_lam:-6 stk:-6 kich_hoat:-6 don_dang:-6 muon_tien:-6 tung_clip:-6 vien:-6 kieu_gi:-6 lap:-6 lua_kieu:-6
hack_di:-6 cao:-6 mao:-6 dan:-6 co:-6 soi:-6 nat_mang:-6 cham:-6 ~ma:-6 no_chuyen:-6 tuyen:-6 tien_thi:-6
nguoi_bi:-6 hoa:-6 toi_gio:-6 nop:-6 nguoi_gia:-6 thang_truoc:-6 thue:-6 mobile:-6 money:-6 qua_mang:-6 bn:-6
tren_dien:-6 meo_tranh:-6 ~so:-6 trung:-6 chua_chuyen:-6 nhieu:-6 bi_giat:-6 so_mat:-6 dvc:-6 ten:-6 lai_sao:-6
nhom:-6 nha_nuoc:-6 hang_xom:-6 tien_~ma:-6 hieu_roi:-6 bi_goi:-6 tien_ma:-6 tung_do:-6 do_liet:-6 liet_cam:-6
#tien_nghi:-6 san:-6 toi_co:-6 lay_ma:-6 cho_vo:-6 roi_lai:-6 mang_bi:-6 chuyen_nham:-6 la_goi:-6 cua_em:-6
ho_lua:-6 zalo_bi:-6 tu_khong:-6 liet:-6 trong_may:-6 giay:-6 mat_khau:-6 phim:-6 gi_vay:-6 lua_khong:-6 bi_chan:-6
chinh:-6 mn:-7 bai:-7 on:-7 con_tu:-7 mat_dien:-7 cho_me:-7 14:-7 14_tuoi:-7 sao:-7 nhot_doi:-7 che:-7 cd:-7 qr:-7
hang_roi:-7 ba:-7 sinh:-7 nhe:-7 khap:-7 khoa_sim:-7 tre:-7 hinh:-7 ba_cu:-7 ~moi:-7 tham:-7 tien_di:-7 ma_no:-7
sao_de:-7 ai:-7 thuong:-7 thang:-7 vssid:-7 doi_them:-7 luc:-7 bao:-7 la_doa:-7 z:-7 nghe_ma:-7 ma_lo:-7 muc:-7
mat_the:-7 mua:-7 se_bi:-7 lai:-7 duoc_khong:-7 duoc_bao:-7 thiet:-7 minh:-7 sale:-7 lo_mua:-7 hen:-7 buoc:-7 nao:-7
bao_con:-7 tinh:-7 cam_ung:-7 de:-7 nick:-7 no_xoa:-7 tuan:-7 sale_sap:-7 het_bat:-7 ~lo_cho:-7 sap_het:-7 phai:-7
hom:-7 cay:-7 bi_loi:-7 ~ban:-7 di_chua:-7 dau:-7 nghe_noi:-7 xoa_anh:-7 anh_ma:-7 de_khong:-7 chui:-7 khai:-7
bang:-8 rot:-8 lo_gui:-8 ~ho:-8 tien_dien:-8 dinh:-8 tien_duong:-8 toi_~lo:-8 duong_gia:-8 co_tien:-8 khi:-8 tam:-8
vay_tien:-8 hop:-8 so_bi:-8 em_oi:-8 phan:-8 vua_dang:-8 ~can:-8 mang:-8 toi_qua:-8 go:-8 lua_dao:-8 giao_hang:-8
can_cuoc:-8 nha_ben:-8 ao:-8 ~han:-8 dinh_danh:-8 lon:-8 roi_lo:-8 doi_chuyen:-8 gi:-8 cuoc:-8 the_nao:-8 qua:-8
ma_khong:-8 do_mat:-8 canh:-8 khi_bi:-8 gap_khi:-8 tranh_bi:-8 xe:-8 ~chuyen:-8 tu_dung:-8 ~doi:-8 ma_otp:-8 tra:-8
luong:-8 quen_mat:-9 shop:-9 het_han:-9 hang_chan:-9 lai_tien:-9 nam_ngoai:-9 tai_app:-9 cam_on:-9 truoc_#tien:-9
hay:-9 coc_truoc:-9 atm:-9 hang_ve:-9 dat:-9 kien:-9 hoan:-9 dai:-9 that:-9 kieu:-9 vua_tai:-9 rieng:-9 ~coc_tien:-9
tiep:-9 nhung:-9 cat:-9 bot:-9 ho_gui:-9 app_ngan:-9 treo:-9 dang_cap:-10 tien_giup:-10 khoi_bi:-10 cho_con:-10
cap:-10 loi:-10 ~nho:-10 khong_bi:-10 chao:-10 nham:-10 tra_cuu:-10 quen:-10 xoa:-10 bat_~coc:-10 xem:-10 ky:-10
sai:-10 game:-10 thoi:-10 muon_#tien:-10 tu_nhot:-10 lua_toi:-10 nho:-10 vi:-10 anh:-10 coc_gap:-10 xom_ke:-10
ke_vua:-10 ong_hang:-10 chuoc_con:-10 hoi:-10 ly:-10 doa_tung:-11 bac:-11 vneid:-11 hoai:-11 hoc:-11 goi_dien:-11
phong:-11 tien_la:-11 chua:-12 don:-12 cap_cuu:-12 nhu:-12 goi_bao:-12 online:-12 bam_nhu:-13 nhu_co:-13
nguoi_dieu:-13 phi:-13 cai_xong:-13 nam:-13 zalo:-13 xong_vneid:-13 ky_tai:-14 no_doi:-14 coc_tien:-14 tranh:-14
vay:-14 dang_nhap:-14 phi_sms:-15 dang_ky:-15 bi_mat:-15 roi_co:-15 sms:-16 hang_xong:-17 bi_khoa:-18 #tien_phi:-18
co_bi:-19
`;

/** What a message has to begin with. */
export const BIAS = -42;

/** Points by folded word, by pair ("mat_het"), and `*short*` for a message of at most six words. */
export const WORD_POINTS: ReadonlyMap<string, number> = new Map(
  TABLE.trim()
    .split(/\s+/u)
    .map((cell) => {
      const at = cell.lastIndexOf(':');
      return [cell.slice(0, at), Number(cell.slice(at + 1))] as const;
    }),
);

"""The columns of the demo's sheets, in each file's own order: the header as its sender writes it = what stands below.

What stands below is a field of `cells.FIELDS` or of products.toml.
"""

from __future__ import annotations

Columns = list[tuple[str, str]]


def columns(table: str) -> Columns:
    """The lines of a table `header = field`."""
    pairs = [line.split(" = ") for line in table.strip().splitlines()]
    return [(title.strip(), name.strip()) for title, name in pairs]


def titles(columns: Columns) -> list[str]:
    """The headers alone."""
    return [title for title, _ in columns]


def fields(columns: Columns) -> list[str]:
    """The fields alone."""
    return [name for _, name in columns]


LABEL = columns("""
    Thành phần = ingredients
    Hướng dẫn sử dụng = usage
    Bảo quản = storage
    HSD = shelf_life
    Cảnh báo = warning
    Số công bố = declaration
""")

WORDS = columns("""
    Mô tả ngắn = summary
    Mô tả = description
    Câu chuyện sản phẩm = story
    Ảnh = photos
""")

CONSENTS = columns("""
    Đồng ý đăng SĐT (có/không) = consent_phone
    Đồng ý dùng ảnh (có/không) = consent_photo
""")

KHE_SUNG = (
    columns("""
    Tên SP = name
    Giá bán lẻ = price
    Giá sỉ = wholesale
    Trọng lượng = pack
    Tồn kho = stock
    Phân nhóm = set
""")
    + LABEL
    + WORDS
    + columns("""
    Đơn vị = producer
    Địa chỉ = old
    SĐT = phone
    OCOP = stars
    Số QĐ = number
    Ngày QĐ = day
""")
    + CONSENTS
)

HUONG_NGAN = (
    columns("""
    Mã hàng = key
    Tên hàng = name
    Đơn giá (VNĐ) = price
    Quy cách = pack
    Tồn = stock
    Mã vạch = barcode
    Nhà sản xuất = producer
    Địa chỉ = old
    Hotline = phone
    Xếp hạng OCOP = stars
    Quyết định số = number
    Ngày ký = day
    Nhóm sản phẩm = set
    Thành phần = ingredients
    Cảnh báo = warning
""")
    + WORDS
    + CONSENTS
)

FORM = columns("""
    Dấu thời gian = time
    Tên sản phẩm của bạn = name
    Tên cơ sở/hộ sản xuất = producer
    Loại hình = kind
    Địa chỉ (ghi cả huyện cũ) = old
    Số điện thoại = phone
    Giá bán = price
    Quy cách đóng gói = pack
    Số lượng còn = stock
    Giao hàng tới đâu? = delivery
    Hạng sao OCOP (nếu có) = stars
    Số quyết định = number
    Ngày quyết định = written_day
    Thành phần = ingredients
    Hướng dẫn sử dụng = usage
    Bảo quản = storage
    Hạn sử dụng = shelf_life
    Cảnh báo = warning
    Mô tả sản phẩm = description
    Câu chuyện sản phẩm = story
    Ảnh sản phẩm = photos
    Đồng ý đăng tên hộ/cá nhân = consent_name
    Đồng ý đăng số điện thoại = consent_phone
    Đồng ý dùng ảnh = consent_photo
""")

DONG_TRUNG = (
    columns("""
    TT = number_of_row
    Sản phẩm = name
    Quy cách = pack
    Giá (nghìn đồng) = thousands
    Tên HTX = producer
    Địa chỉ = new
    Điện thoại = phone
    Giao hàng = delivery
    Số lượng còn = stock
""")
    + LABEL
    + columns("""
    Mùa vụ = season
    Sao OCOP = stars
    Số QĐ = number
    Ngày QĐ = day
""")
    + WORDS
    + CONSENTS
)

YEN_MO = columns("""
    TT = number_of_row
    TEN SAN PHAM = name
    DON VI SAN XUAT = producer
    XA = commune
    DIEN THOAI = phone
    GIA BAN = price
    QUY CACH = pack
    TON KHO = stock
    GIAO HANG = delivery
    HANG SAO = stars
    SO QUYET DINH = number
    NGAY QUYET DINH = day
    THANH PHAN = ingredients
    HUONG DAN SU DUNG = usage
    BAO QUAN = storage
    HAN SU DUNG = shelf_life
    CANH BAO = warning
    MO TA NGAN = summary
    MO TA = description
    CAU CHUYEN SAN PHAM = story
    HINH ANH = photos
    DONG Y DUNG ANH = consent_photo
""")

POTTERY = (
    columns("""
    Tên sản phẩm = name
    Cơ sở = producer
    Địa chỉ = old
    Zalo = phone
    Giá = price
    Quy cách = pack
    Kích thước = dimensions
    Số lượng còn = stock
    Hạng sao = stars
    Quyết định số = number
    Ngày ký = day
""")
    + WORDS
    + CONSENTS
)

HENS = (
    columns("""
    Mặt hàng = name
    Quy cách = pack
    Giá bán = price
    Giao hàng = delivery
    Số lượng còn = stock
    HTX = producer
    Địa chỉ = old
    Hotline = phone
    OCOP = stars
    Quyết định = number_and_day
    Mùa vụ = season
    Thành phần = ingredients
    Bảo quản = storage
    Hạn sử dụng = shelf_life
""")
    + WORDS
    + CONSENTS
)

TILL = (
    columns("""
    Mã hàng = key
    Tên hàng = name
    Nhóm hàng = set
    Giá bán = dong
    Giá cũ = old_price
    Tồn kho = stock
    Đơn vị tính = pack
    Nhà sản xuất = producer
    Địa chỉ = new
    Điện thoại = phone
    Giao hàng = delivery
    Thành phần = ingredients
    Hạn sử dụng = shelf_life
    Công bố sản phẩm = declaration
    Mô tả ngắn = summary
    Hình ảnh = photos
""")
    + CONSENTS
)

RICE = (
    columns("""
    Tên sản phẩm = name
    Tên cơ sở sản xuất = producer
    Loại hình = kind
    Người đại diện = representative
    Điện thoại = phone
    Địa chỉ = new
    Giao hàng tới = delivery
    Nhóm sản phẩm OCOP = set
    Giá bán = dong
    Quy cách = pack
    Số lượng còn = stock
""")
    + LABEL
    + WORDS
    + CONSENTS
)

NEW_COMMUNES = (
    columns("""
    STT = number_of_row
    Tên sản phẩm = name
    Chủ thể = producer
    Địa chỉ = new
    SĐT = phone
    Giá bán = price
    Quy cách = pack
    Kích thước = dimensions
    Tồn = stock
    Giao hàng = delivery
    Đạt sao = stars
    Số QĐ = number
    Ngày công nhận = day
    Thành phần = ingredients
    Mùa vụ = season
""")
    + WORDS
    + CONSENTS
)

# The districts number their rows themselves; "Chủ thể|Tên" stands in a header of two rows, Tên below Chủ thể.
VAN_YEN = columns("""
    Tên sản phẩm = name
    Chủ thể|Tên = producer
    Chủ thể|Địa chỉ = commune
    Chủ thể|Điện thoại = phone
    Quy cách = pack
    Giá bán (nghìn đồng) = thousands
    Số lượng còn = stock
    Hạng sao = stars
    Quyết định số, ngày = number_and_day
    Giao hàng = delivery
    Kích thước = dimensions
    Thành phần = ingredients
    Hướng dẫn sử dụng = usage
    Bảo quản = storage
    Hạn sử dụng = shelf_life
    Cảnh báo = warning
    Mô tả ngắn = summary
    Mô tả = description
    Câu chuyện sản phẩm = story
    Hình ảnh = photos
    Đồng ý đăng SĐT = consent_phone
    Đồng ý dùng ảnh = consent_photo
""")

TIEN_YEN = columns("""
    Tên SP = name
    Tên chủ thể = producer
    Xã, thị trấn = commune
    Số ĐT liên hệ = bare_phone
    Quy cách đóng gói = pack
    Giá bán = thousands
    Tồn kho = stock
    Số sao = star_digit
    Số QĐ = number
    Ngày ký QĐ = day
    Nơi giao hàng = delivery
    Thành phần = ingredients
    Cách dùng = usage
    Bảo quản = storage
    Hạn dùng = shelf_life
    Cảnh báo = warning
    Số công bố = declaration
    Mô tả ngắn = summary
    Mô tả sản phẩm = description
    Câu chuyện sản phẩm = story
    File ảnh = photos
    Đồng ý dùng ảnh = consent_photo
""")

# The annex of a recognition decision.
ANNEX = columns("""
    Tên sản phẩm = name
    Chủ thể = producer
    Địa chỉ = old
    Hạng sao = given_stars
    Số quyết định = number
    Ngày quyết định = day
""")

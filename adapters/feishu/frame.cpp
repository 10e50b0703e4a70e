#include "adapters/feishu/frame.h"

namespace frontdesk::adapters::feishu {

namespace {

using base::ErrorCode;
using base::Fail;

enum class Wire : std::uint32_t { kVarint = 0, kFixed64 = 1, kBytes = 2, kFixed32 = 5 };

constexpr int kMaxVarintBytes = 10;

base::Result<std::string_view> Broken() { return Fail(ErrorCode::kInvalid, "The bytes are no frame."); }

struct Field {
  std::uint32_t number = 0;
  Wire wire = Wire::kVarint;
  std::uint64_t value = 0;      // of a varint
  std::string_view bytes = {};  // of the others
};

class FieldReader {
 public:
  explicit FieldReader(std::string_view bytes) : left_(bytes) {}

  bool done() const { return left_.empty(); }

  base::Result<Field> Next() {
    TRY(const std::uint64_t tag, Varint());
    Field field;
    field.number = static_cast<std::uint32_t>(tag >> 3);
    field.wire = static_cast<Wire>(tag & 7);
    if (tag >> 32 != 0 || field.number == 0) return tl::unexpected(Broken().error());
    switch (field.wire) {
      case Wire::kVarint: {
        TRY(field.value, Varint());
        return field;
      }
      case Wire::kFixed64: return WithBytes(field, 8);
      case Wire::kFixed32: return WithBytes(field, 4);
      case Wire::kBytes: {
        TRY(const std::uint64_t size, Varint());
        return WithBytes(field, size);
      }
    }
    return tl::unexpected(Broken().error());  // groups, which nobody writes any more
  }

 private:
  base::Result<std::uint64_t> Varint() {
    std::uint64_t value = 0;
    for (int i = 0; i < kMaxVarintBytes && !left_.empty(); ++i) {
      const auto byte = static_cast<unsigned char>(left_.front());
      left_.remove_prefix(1);
      if (i == kMaxVarintBytes - 1 && byte > 1) break;  // more than 64 bits
      value |= static_cast<std::uint64_t>(byte & 0x7F) << (7 * i);
      if (byte < 0x80) return value;
    }
    return tl::unexpected(Broken().error());
  }

  base::Result<Field> WithBytes(Field field, std::uint64_t size) {
    if (size > left_.size()) return tl::unexpected(Broken().error());
    field.bytes = left_.substr(0, static_cast<std::size_t>(size));
    left_.remove_prefix(static_cast<std::size_t>(size));
    return field;
  }

  std::string_view left_;
};

base::Result<std::pair<std::string, std::string>> ReadHeader(std::string_view bytes) {
  std::optional<std::string> key, value;
  for (FieldReader reader(bytes); !reader.done();) {
    TRY(const Field field, reader.Next());
    if (field.number > 2) continue;
    if (field.wire != Wire::kBytes) return tl::unexpected(Broken().error());
    (field.number == 1 ? key : value) = std::string(field.bytes);
  }
  if (!key || !value) return Fail(ErrorCode::kInvalid, "A header of the frame has no key or no value.");
  return std::pair(std::move(*key), std::move(*value));
}

// Whether a field of ours is written as it must be.
bool HasItsWire(const Field& field) {
  if (field.number <= 4) return field.wire == Wire::kVarint;
  return field.number > 9 || field.wire == Wire::kBytes;
}

base::Status Take(const Field& field, WireFrame& frame) {
  switch (field.number) {
    case 1: frame.seq_id = field.value; break;
    case 2: frame.log_id = field.value; break;
    case 3: frame.service = static_cast<std::int32_t>(field.value); break;
    case 4: frame.method = static_cast<std::int32_t>(field.value); break;
    case 5: {
      if (frame.headers.size() >= kMaxFrameHeaders)
        return Fail(ErrorCode::kTooLarge, "The frame has too many headers.");
      TRY(auto header, ReadHeader(field.bytes));
      frame.headers.push_back(std::move(header));
      break;
    }
    case 6: frame.payload_encoding = std::string(field.bytes); break;
    case 7: frame.payload_type = std::string(field.bytes); break;
    case 8: frame.payload = std::string(field.bytes); break;
    case 9: frame.log_id_new = std::string(field.bytes); break;
    default: break;
  }
  return {};
}

class FieldWriter {
 public:
  void Number(std::uint32_t number, std::uint64_t value) {
    Varint(number << 3 | static_cast<std::uint32_t>(Wire::kVarint));
    Varint(value);
  }
  void Bytes(std::uint32_t number, std::string_view bytes) {
    Varint(number << 3 | static_cast<std::uint32_t>(Wire::kBytes));
    Varint(bytes.size());
    out.append(bytes);
  }
  void Bytes(std::uint32_t number, const std::optional<std::string>& bytes) {
    if (bytes) Bytes(number, std::string_view(*bytes));
  }

  std::string out;

 private:
  void Varint(std::uint64_t value) {
    for (; value >= 0x80; value >>= 7) out += static_cast<char>((value & 0x7F) | 0x80);
    out += static_cast<char>(value);
  }
};

// Negative ones take ten bytes, as in any protobuf.
std::uint64_t Widened(std::int32_t value) { return static_cast<std::uint64_t>(static_cast<std::int64_t>(value)); }

}  // namespace

std::string_view WireFrame::Header(std::string_view key) const {
  for (const auto& [name, value] : headers)
    if (name == key) return value;
  return {};
}

base::Result<WireFrame> ReadFrame(std::string_view bytes) {
  if (bytes.size() > kMaxFrame) return Fail(ErrorCode::kTooLarge, "The frame is too large.");
  WireFrame frame;
  unsigned required = 0;
  for (FieldReader reader(bytes); !reader.done();) {
    TRY(const Field field, reader.Next());
    if (!HasItsWire(field)) return tl::unexpected(Broken().error());
    if (field.number <= 4) required |= 1U << field.number;
    TRY_STATUS(Take(field, frame));
  }
  if (required != 0b11110) return Fail(ErrorCode::kInvalid, "The frame lacks a field that it must have.");
  return frame;
}

std::string WriteFrame(const WireFrame& frame) {
  FieldWriter writer;
  writer.Number(1, frame.seq_id);
  writer.Number(2, frame.log_id);
  writer.Number(3, Widened(frame.service));
  writer.Number(4, Widened(frame.method));
  for (const auto& [key, value] : frame.headers) {
    FieldWriter header;
    header.Bytes(1, std::string_view(key));
    header.Bytes(2, std::string_view(value));
    writer.Bytes(5, std::string_view(header.out));
  }
  writer.Bytes(6, frame.payload_encoding);
  writer.Bytes(7, frame.payload_type);
  writer.Bytes(8, frame.payload);
  writer.Bytes(9, frame.log_id_new);
  return std::move(writer.out);
}

}  // namespace frontdesk::adapters::feishu

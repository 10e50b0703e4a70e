#include <expat.h>

#include <algorithm>
#include <new>
#include <optional>

#include "bot/base/xml.h"

namespace frontdesk::base {
namespace {

// Between a namespace and a name; no XML document can hold it.
constexpr char kSeparator = '\x0c';
constexpr std::string_view kXmlNamespace = "http://www.w3.org/XML/1998/namespace";
constexpr std::size_t kMaxAttributes = 64;
// Larger pieces are cut, so that a bound is noticed before the parser has buffered much more.
constexpr std::size_t kPiece = 16 << 10;

struct SplitName {
  std::string_view space;
  std::string_view local;
};

SplitName Split(std::string_view name) {
  const std::size_t at = name.find(kSeparator);
  if (at == std::string_view::npos) return {{}, name};
  return {name.substr(0, at), name.substr(at + 1)};
}

}  // namespace

// One expat parser. `stem` is the depth at which an element is complete and handed out: 0 a document, 1 a stream.
class XmlStreamReader::Parser {
 public:
  Parser(std::size_t stem, std::size_t max_bytes)
      : stem_(stem), max_bytes_(max_bytes), expat_(::XML_ParserCreateNS("UTF-8", kSeparator)) {
    if (expat_ == nullptr) throw std::bad_alloc();
    ::XML_SetUserData(expat_, this);
    // Else a token that came in two pieces waits for bytes that may never come. The work stays bounded by max_bytes.
    ::XML_SetReparseDeferralEnabled(expat_, XML_FALSE);
    ::XML_SetElementHandler(expat_, OnStart, OnEnd);
    ::XML_SetCharacterDataHandler(expat_, OnText);
    ::XML_SetStartDoctypeDeclHandler(
        expat_, [](void* self, const XML_Char*, const XML_Char*, const XML_Char*, int) { Of(self).Forbid("a DTD"); });
    ::XML_SetProcessingInstructionHandler(
        expat_, [](void* self, const XML_Char*, const XML_Char*) { Of(self).Forbid("a processing instruction"); });
    ::XML_SetCommentHandler(expat_, [](void* self, const XML_Char*) { Of(self).Forbid("a comment"); });
  }
  ~Parser() { ::XML_ParserFree(expat_); }
  Parser(const Parser&) = delete;
  Parser& operator=(const Parser&) = delete;

  Status Feed(std::string_view bytes, bool is_last, std::vector<XmlStreamItem>& out) {
    out_ = &out;
    while (!error_ && !bytes.empty()) {
      const std::string_view piece = bytes.substr(0, kPiece);
      bytes.remove_prefix(piece.size());
      Take(piece, false);
    }
    if (is_last && !error_) Take({}, true);
    if (error_) return tl::unexpected(*error_);
    return {};
  }

 private:
  static Parser& Of(void* self) { return *static_cast<Parser*>(self); }
  static void OnStart(void* self, const XML_Char* name, const XML_Char** attributes) {
    Of(self).Guard([&] { Of(self).Start(name, attributes); });
  }
  static void OnEnd(void* self, const XML_Char*) {
    Of(self).Guard([&] { Of(self).End(); });
  }
  static void OnText(void* self, const XML_Char* text, int size) {
    Of(self).Guard([&] { Of(self).Text({text, static_cast<std::size_t>(size)}); });
  }

  // Nothing may be thrown through expat.
  template <typename Step>
  void Guard(Step step) noexcept {
    if (error_) return;
    try {
      step();
    } catch (const std::exception&) {
      Stop(ErrorCode::kInternal, "no memory for the XML");
    }
  }

  void Stop(ErrorCode code, std::string what) {
    if (!error_) error_ = Error{code, std::move(what), {}};
    ::XML_StopParser(expat_, XML_FALSE);
  }
  void Forbid(const char* what) { Stop(ErrorCode::kInvalid, std::string("the XML must not hold ") + what); }

  void Take(std::string_view piece, bool is_last) {
    bytes_ += piece.size();
    if (::XML_Parse(expat_, piece.data(), static_cast<int>(piece.size()), is_last) == XML_STATUS_ERROR && !error_) {
      error_ = Error{ErrorCode::kInvalid,
                     "not well-formed XML at byte " + std::to_string(::XML_GetCurrentByteIndex(expat_)) + ": " +
                         ::XML_ErrorString(::XML_GetErrorCode(expat_)),
                     {}};
    }
    if (!error_ && bytes_ > max_bytes_ + piece.size()) TooLarge();
  }
  void TooLarge() { Stop(ErrorCode::kTooLarge, "an element is larger than " + std::to_string(max_bytes_) + " bytes"); }

  void Start(std::string_view name, const XML_Char** attributes) {
    if (open_.size() >= kMaxXmlDepth) {
      return Stop(ErrorCode::kTooLarge, "XML nested deeper than " + std::to_string(kMaxXmlDepth));
    }
    if (++elements_ > kMaxXmlElements) {
      return Stop(ErrorCode::kTooLarge, "more than " + std::to_string(kMaxXmlElements) + " elements in one");
    }
    const auto [space, local] = Split(name);
    XmlElement element{std::string(local), std::string(space)};
    Count(name.size());
    for (; *attributes != nullptr && !error_; attributes += 2) AddAttribute(element, attributes[0], attributes[1]);
    open_.push_back(std::move(element));
    if (stem_ == 1 && open_.size() == 1) HandOut(XmlStreamItem::Kind::kOpened, open_.front());
  }

  void AddAttribute(XmlElement& element, std::string_view name, std::string_view value) {
    if (element.attributes.size() >= kMaxAttributes) {
      return Stop(ErrorCode::kTooLarge, "more than " + std::to_string(kMaxAttributes) + " attributes on an element");
    }
    Count(name.size() + value.size());
    const auto [space, local] = Split(name);
    if (space.empty()) element.attributes.emplace_back(local, value);
    if (space == kXmlNamespace) element.attributes.emplace_back("xml:" + std::string(local), value);
  }

  void End() {
    XmlElement element = std::move(open_.back());
    open_.pop_back();
    if (open_.size() == stem_) return HandOut(XmlStreamItem::Kind::kElement, std::move(element));
    if (open_.empty()) return HandOut(XmlStreamItem::Kind::kClosed, {});
    open_.back().children.push_back(std::move(element));
  }

  void Text(std::string_view text) {
    if (open_.size() > stem_) {
      Count(text.size());
      open_.back().text += text;
      return;
    }
    // Between the children of a stream only space may stand, as a sign of life.
    if (text.find_first_not_of(" \t\r\n") != std::string_view::npos) return Forbid("text between its elements");
    bytes_ = size_ = 0;
  }

  void Count(std::size_t size) {
    size_ += size;
    if (size_ > max_bytes_) TooLarge();
  }

  void HandOut(XmlStreamItem::Kind kind, XmlElement element) {
    out_->push_back({kind, std::move(element)});
    bytes_ = size_ = elements_ = 0;
  }

  const std::size_t stem_;
  const std::size_t max_bytes_;
  const XML_Parser expat_;
  std::vector<XmlElement> open_;
  std::vector<XmlStreamItem>* out_ = nullptr;
  std::size_t bytes_ = 0;     // fed since the last whole element
  std::size_t size_ = 0;      // of names, values and text in the open one
  std::size_t elements_ = 0;  // in the open one
  std::optional<Error> error_;
};

XmlStreamReader::XmlStreamReader(std::size_t max_bytes) : parser_(std::make_unique<Parser>(1, max_bytes)) {}
XmlStreamReader::~XmlStreamReader() = default;
XmlStreamReader::XmlStreamReader(XmlStreamReader&&) noexcept = default;
XmlStreamReader& XmlStreamReader::operator=(XmlStreamReader&&) noexcept = default;

Status XmlStreamReader::Feed(std::string_view bytes, std::vector<XmlStreamItem>& out) {
  return parser_->Feed(bytes, false, out);
}

Result<XmlElement> ReadXml(std::string_view text, std::size_t max_bytes) {
  if (text.size() > max_bytes) {
    return Fail(ErrorCode::kTooLarge, "the XML is larger than " + std::to_string(max_bytes) + " bytes");
  }
  std::vector<XmlStreamItem> items;
  XmlStreamReader::Parser parser(0, max_bytes);
  TRY_STATUS(parser.Feed(text, true, items));
  return std::move(items.front().element);
}

}  // namespace frontdesk::base

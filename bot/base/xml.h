// XML behind bounds, as XMPP and a few platforms speak it: one element with what is in it. No document type, no
// entities but the five of XML itself, no comments, no processing instructions (RFC 6120 section 11.1), UTF-8 only.
// An attribute with a prefix is dropped, but for xml:lang and its kin: 'x:from' must never be taken for 'from'.
//
// Thread safety: pure functions and plain values; an XmlStreamReader belongs to one thread at a time.
// Failure: kInvalid with what is wrong and the byte, kTooLarge over a bound.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "bot/base/result.h"

namespace frontdesk::base {

inline constexpr std::size_t kMaxXmlDepth = 32;
inline constexpr std::size_t kMaxXmlBytes = 1 << 20;
inline constexpr std::size_t kMaxXmlElements = 10'000;

struct XmlElement {
  std::string name;   // without prefix
  std::string xmlns;  // its namespace, "" when it has none
  std::vector<std::pair<std::string, std::string>> attributes = {};
  std::vector<XmlElement> children = {};
  std::string text = {};  // its own character data in one piece; where a child stood in it is not kept

  // "" when there is none.
  std::string_view Attribute(std::string_view key) const;
  // The first of that name and namespace, or null. An empty `space` means the element's own namespace.
  const XmlElement* Child(std::string_view key, std::string_view space = {}) const;
  // The text of that child, "" without one.
  std::string_view ChildText(std::string_view key, std::string_view space = {}) const;

  // For building: each returns what it has added or set.
  XmlElement& Add(std::string child, std::string space, std::string content = {});
  XmlElement& Set(std::string key, std::string value);

  bool operator==(const XmlElement&) const = default;
};

// Exactly one element, with an optional XML declaration before it.
Result<XmlElement> ReadXml(std::string_view text, std::size_t max_bytes = kMaxXmlBytes);

// `outer` is the namespace that is in force around it: it is not declared again. Characters that XML cannot hold are
// left out; the result is always well formed.
std::string ToXml(const XmlElement& element, std::string_view outer = {});

// For text and for attributes in double or single quotes.
std::string XmlEscape(std::string_view text);

// A document that never ends: its root is opened, then the children of the root come one by one.
struct XmlStreamItem {
  enum class Kind { kOpened, kElement, kClosed };
  Kind kind = Kind::kElement;
  XmlElement element;  // the root with its attributes, or a whole child
};

class XmlStreamReader {
 public:
  // `max_bytes`: of one child.
  explicit XmlStreamReader(std::size_t max_bytes = kMaxXmlBytes);
  ~XmlStreamReader();
  XmlStreamReader(XmlStreamReader&&) noexcept;
  XmlStreamReader& operator=(XmlStreamReader&&) noexcept;

  // Appends what these bytes complete. After an error it takes nothing more.
  Status Feed(std::string_view bytes, std::vector<XmlStreamItem>& out);

 private:
  class Parser;
  friend Result<XmlElement> ReadXml(std::string_view text, std::size_t max_bytes);
  std::unique_ptr<Parser> parser_;
};

}  // namespace frontdesk::base

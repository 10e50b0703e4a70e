#include "bot/base/xml.h"

#include <algorithm>

#include "bot/base/text.h"

namespace frontdesk::base {
namespace {

bool IsXmlCharacter(char32_t point) {
  return point == '\t' || point == '\n' || point == '\r' || (point >= 0x20 && point <= 0xD7FF) ||
         (point >= 0xE000 && point <= 0xFFFD) || (point >= 0x10000 && point <= 0x10FFFF);
}

void AppendEscaped(char32_t point, std::string& out) {
  switch (point) {
    case '&': out += "&amp;"; return;
    case '<': out += "&lt;"; return;
    case '>': out += "&gt;"; return;
    case '"': out += "&quot;"; return;
    case '\'': out += "&apos;"; return;
    // A bare carriage return would come back as a line feed.
    case '\r': out += "&#13;"; return;
    default: AppendUtf8(point, out);
  }
}

// A line break in an attribute would come back as a space.
std::string EscapeAttribute(std::string_view text) {
  std::string out;
  for (const char c : XmlEscape(text)) {
    if (c == '\n') {
      out += "&#10;";
    } else if (c == '\t') {
      out += "&#9;";
    } else {
      out += c;
    }
  }
  return out;
}

bool IsNameCharacter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_' ||
         c == '.' || (c & 0x80) != 0;
}

// Names come from our source or from a parser; this only makes sure that nothing else can break the markup.
std::string CleanName(std::string_view name) {
  std::string out;
  const bool is_xml = name.starts_with("xml:");
  for (const char c : is_xml ? name.substr(4) : name)
    if (IsNameCharacter(c)) out += c;
  if (out.empty() || (out[0] >= '0' && out[0] <= '9') || out[0] == '-' || out[0] == '.') out.insert(0, "_");
  return is_xml ? "xml:" + out : out;
}

void Write(const XmlElement& element, std::string_view outer, std::size_t depth, std::string& out) {
  const std::string name = CleanName(element.name);
  (out += '<') += name;
  if (element.xmlns != outer) out.append(" xmlns=\"").append(EscapeAttribute(element.xmlns)) += '"';
  for (const auto& [key, value] : element.attributes)
    if (key != "xmlns") out.append(" ").append(CleanName(key)).append("=\"").append(EscapeAttribute(value)) += '"';
  const bool has_children = !element.children.empty() && depth < kMaxXmlDepth;
  if (element.text.empty() && !has_children) {
    out += "/>";
    return;
  }
  (out += '>') += XmlEscape(element.text);
  if (has_children)
    for (const XmlElement& child : element.children) Write(child, element.xmlns, depth + 1, out);
  out.append("</").append(name) += '>';
}

}  // namespace

std::string_view XmlElement::Attribute(std::string_view key) const {
  for (const auto& [name_of, value] : attributes)
    if (name_of == key) return value;
  return {};
}

const XmlElement* XmlElement::Child(std::string_view key, std::string_view space) const {
  const std::string_view wanted = space.empty() ? std::string_view(xmlns) : space;
  const auto found = std::ranges::find_if(
      children, [&](const XmlElement& child) { return child.name == key && child.xmlns == wanted; });
  return found == children.end() ? nullptr : &*found;
}

std::string_view XmlElement::ChildText(std::string_view key, std::string_view space) const {
  const XmlElement* child = Child(key, space);
  return child == nullptr ? std::string_view() : std::string_view(child->text);
}

XmlElement& XmlElement::Add(std::string child, std::string space, std::string content) {
  children.push_back({std::move(child), std::move(space)});
  children.back().text = std::move(content);
  return children.back();
}

XmlElement& XmlElement::Set(std::string key, std::string value) {
  const auto found = std::ranges::find(attributes, key, &std::pair<std::string, std::string>::first);
  if (found != attributes.end()) {
    found->second = std::move(value);
  } else {
    attributes.emplace_back(std::move(key), std::move(value));
  }
  return *this;
}

std::string XmlEscape(std::string_view text) {
  std::string out;
  out.reserve(text.size() + text.size() / 8);
  const std::string clean = IsUtf8(text) ? std::string() : CleanUtf8(text);
  for (const char32_t point : ToCodePoints(clean.empty() ? text : std::string_view(clean)))
    if (IsXmlCharacter(point)) AppendEscaped(point, out);
  return out;
}

std::string ToXml(const XmlElement& element, std::string_view outer) {
  std::string out;
  Write(element, outer, 0, out);
  return out;
}

}  // namespace frontdesk::base

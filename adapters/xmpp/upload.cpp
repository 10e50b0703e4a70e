#include "adapters/xmpp/upload.h"

#include <algorithm>
#include <utility>

#include "adapters/xmpp/names.h"
#include "bot/base/text.h"

namespace frontdesk::adapters::xmpp {
namespace {

using base::ErrorCode;
using base::XmlElement;

constexpr char kStreamOfBytes[] = "application/octet-stream";

std::string WithoutLineEnds(std::string_view text) {
  std::string out(text);
  std::erase_if(out, [](char c) { return c == '\r' || c == '\n' || c == '\0'; });
  return out;
}

bool IsWebAddress(std::string_view url) { return url.starts_with("https://") || url.starts_with("http://"); }

// Section 5 of XEP-0363: other headers are the service's mistake or trick.
Headers HeadersOf(const XmlElement& put) {
  Headers headers;
  for (const XmlElement& child : put.children) {
    const std::string name = base::AsciiLower(child.Attribute("name"));
    const bool is_allowed = name == "authorization" || name == "cookie" || name == "expires";
    if (child.name == "header" && is_allowed)
      headers.emplace_back(child.Attribute("name"), WithoutLineEnds(child.text));
  }
  return headers;
}

base::Result<Slot> ErrorOf(const XmlElement& answer) {
  const XmlElement* error = answer.Child("error");
  if (error == nullptr) return base::Fail(ErrorCode::kUnavailable, "the upload service gives no slot");
  if (const XmlElement* large = error->Child("file-too-large", kUpload)) {
    const std::string limit(large->ChildText("max-file-size"));
    return base::Fail(ErrorCode::kTooLarge, "the file is too large for the XMPP server" +
                                                (limit.empty() ? std::string() : ", which takes " + limit + " bytes"));
  }
  if (error->Child("resource-constraint", kStanzaError) != nullptr || error->Attribute("type") == "wait") {
    return base::Fail(ErrorCode::kRateLimited, "the upload service takes no more files for now");
  }
  return base::Fail(ErrorCode::kUnavailable, "the upload service refuses the file");
}

}  // namespace

XmlElement SlotRequest(const std::string& service, const base::FileRef& file) {
  XmlElement iq{"iq", kClient};
  iq.Set("type", "get").Set("to", service);
  iq.Add("request", kUpload)
      .Set("filename", file.name)
      .Set("size", std::to_string(file.size))
      .Set("content-type", file.type.empty() ? kStreamOfBytes : file.type);
  return iq;
}

base::Result<Slot> SlotIn(const XmlElement& answer) {
  const XmlElement* slot = answer.Child("slot", kUpload);
  const XmlElement* put = slot == nullptr ? nullptr : slot->Child("put");
  const XmlElement* get = slot == nullptr ? nullptr : slot->Child("get");
  if (answer.Attribute("type") != "result" || put == nullptr || get == nullptr) return ErrorOf(answer);
  Slot found{std::string(put->Attribute("url")), std::string(get->Attribute("url")), HeadersOf(*put)};
  if (!IsWebAddress(found.put) || !IsWebAddress(found.get)) {
    return base::Fail(ErrorCode::kInvalid, "the upload service gives an address that is none of the web");
  }
  return found;
}

Call PutFile(const Slot& slot, const base::FileRef& file, std::string bytes) {
  Call call;
  call.method = "PUT";
  call.url = slot.put;
  call.headers = slot.headers;
  call.headers.emplace_back("Content-Type", file.type.empty() ? kStreamOfBytes : file.type);
  call.body = std::move(bytes);
  call.delivers = false;
  return call;
}

}  // namespace frontdesk::adapters::xmpp

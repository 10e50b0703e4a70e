#include "adapters/common/wx_message.h"

#include "adapters/common/wx_media.h"
#include "bot/base/text.h"

namespace frontdesk::adapters::common {

using base::EventBody;
using base::XmlElement;

std::string WxTextOf(const XmlElement& xml, std::string_view key) { return base::CleanUtf8(xml.ChildText(key)); }

std::optional<EventBody> WxSaidOf(std::string text) {
  if (base::Trim(text).empty()) return std::nullopt;
  return base::Said{std::move(text)};
}

std::optional<EventBody> WxFileOf(const XmlElement& xml, std::string name, bool voice) {
  const std::string media = WxTextOf(xml, "MediaId");
  if (media.empty()) return std::nullopt;
  base::FileRef file;
  file.name = std::move(name);
  file.remote = WxRemoteOfMedia(media);
  return base::SentFiles{{std::move(file)}, {}, voice};
}

namespace {

constexpr std::size_t kMaxKind = 32;

// Where the account has speech recognition, the platform writes down what was said.
std::optional<EventBody> VoiceOf(const XmlElement& xml) {
  if (auto said = WxSaidOf(WxTextOf(xml, "Recognition"))) return said;
  const std::string format = WxTextOf(xml, "Format");
  return WxFileOf(xml, format == "speex" ? "voice.speex" : "voice.amr", true);
}

std::optional<EventBody> PlaceOf(const XmlElement& xml) {
  std::string text = "[位置] " + WxTextOf(xml, "Label");
  const std::string x = WxTextOf(xml, "Location_X"), y = WxTextOf(xml, "Location_Y");
  if (!x.empty() && !y.empty()) text += " (" + x + ", " + y + ")";
  return WxSaidOf(std::move(text));
}

std::optional<EventBody> LinkOf(const XmlElement& xml) {
  std::string text = "[链接]";
  for (const char* key : {"Title", "Description", "Url"})
    if (const std::string words = WxTextOf(xml, key); !words.empty()) text += (text == "[链接]" ? " " : "\n") + words;
  return WxSaidOf(std::move(text));
}

}  // namespace

std::optional<EventBody> WxMessageOf(const XmlElement& xml, const std::string& kind) {
  if (kind == "text") return WxSaidOf(WxTextOf(xml, "Content"));
  if (kind == "image") return WxFileOf(xml, "image.jpg");
  if (kind == "voice") return VoiceOf(xml);
  if (kind == "video" || kind == "shortvideo") return WxFileOf(xml, "video.mp4");
  if (kind == "location") return PlaceOf(xml);
  if (kind == "link") return LinkOf(xml);
  return WxSaidOf("[" + base::Shorten(kind, kMaxKind) + "]");
}

}  // namespace frontdesk::adapters::common

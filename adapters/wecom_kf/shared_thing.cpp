#include "adapters/wecom_kf/shared_thing.h"

#include <nlohmann/json.hpp>

#include "adapters/common/wechat_face.h"
#include "adapters/common/wx_media.h"
#include "adapters/wecom_kf/customer_word.h"
#include "bot/base/json.h"
#include "bot/base/text.h"

namespace frontdesk::adapters::wecom::kf {

namespace {

using base::EventBody;
using nlohmann::json;

constexpr std::size_t kMaxKind = 32;
constexpr std::size_t kMaxLine = 300;  // graphemes of one line of a shared chat
constexpr std::size_t kMostChatLines = 30;

std::string TextOf(const json& value, const char* key) { return base::CleanUtf8(base::TextAt(value, key)); }

std::optional<EventBody> SaidOf(std::string text) {
  if (base::Trim(text).empty()) return std::nullopt;
  return base::Said{std::move(text)};
}

// "[链接] Title" and the rest a line each.
std::string Named(const char* name, const json& inside, std::initializer_list<const char*> keys) {
  std::string text = std::string("[") + name + "]";
  const std::string bare = text;
  for (const char* key : keys)
    if (const std::string words = TextOf(inside, key); !words.empty()) text += (text == bare ? " " : "\n") + words;
  return text;
}

std::optional<EventBody> WordsOf(const json& inside) {
  std::string text = common::NameWechatFaces(TextOf(inside, "content"));
  if (std::string value = ValueOfMenuId(base::TextAt(inside, "menu_id")); !value.empty())
    return base::Pressed{std::move(value), std::move(text)};
  return SaidOf(std::move(text));
}

std::optional<EventBody> FileOf(const json& inside, const char* name, bool voice = false) {
  const std::string media = base::TextAt(inside, "media_id");
  if (media.empty()) return std::nullopt;
  base::FileRef file;
  file.name = name;
  if (std::string own = TextOf(inside, "filename"); !own.empty()) file.name = std::move(own);
  file.remote = common::WxRemoteOfMedia(media);
  return base::SentFiles{{std::move(file)}, {}, voice};
}

std::string NumberAt(const json& value, const char* key) {
  const auto it = value.find(key);
  return it != value.end() && it->is_number() ? it->dump() : std::string();
}

std::string PlaceOf(const json& inside) {
  std::string text = Named("位置", inside, {"name", "address"});
  const std::string x = NumberAt(inside, "latitude"), y = NumberAt(inside, "longitude");
  return x.empty() || y.empty() ? text : text + " (" + x + ", " + y + ")";
}

// A chat that was passed on: who said what, as far as it is words.
std::string ChatOf(const json& inside) {
  std::string text = Named("聊天记录", inside, {"title"});
  const auto items = inside.find("item");
  if (items == inside.end() || !items->is_array()) return text;
  std::size_t lines = 0;
  for (const json& item : *items) {
    if (!item.is_object() || ++lines > kMostChatLines) break;
    const auto content = base::ParseJson(base::TextAt(item, "msg_content"));
    const std::string kind = base::TextAt(item, "msgtype");
    const bool words = kind == "text" && content && content->is_object() && content->contains("text");
    const std::string said = words ? TextOf((*content)["text"], "content") : "[" + base::Shorten(kind, kMaxKind) + "]";
    text += "\n" + TextOf(item, "sender_name") + ": " + base::Shorten(said, kMaxLine);
  }
  return text;
}

}  // namespace

std::optional<EventBody> SharedThing(const std::string& kind, const json& inside) {
  if (kind == "text") return WordsOf(inside);
  if (kind == "image") return FileOf(inside, "image.jpg");
  if (kind == "voice") return FileOf(inside, "voice.amr", true);
  if (kind == "video") return FileOf(inside, "video.mp4");
  if (kind == "file") return FileOf(inside, "file");
  if (kind == "location") return SaidOf(PlaceOf(inside));
  if (kind == "link") return SaidOf(Named("链接", inside, {"title", "desc", "url"}));
  if (kind == "business_card") return SaidOf(Named("名片", inside, {"userid"}));
  if (kind == "miniprogram") return SaidOf(Named("小程序", inside, {"title"}));
  if (kind == "msgmenu") return SaidOf(Named("菜单", inside, {"head_content"}));
  if (kind == "channels_shop_product")
    return SaidOf(Named("视频号商品", inside, {"title", "product_id", "sales_price", "shop_nickname"}));
  if (kind == "channels_shop_order")
    return SaidOf(Named("视频号订单", inside, {"product_titles", "order_id", "price_wording", "state"}));
  if (kind == "channels") return SaidOf(Named("视频号", inside, {"title", "nickname"}));
  if (kind == "merged_msg") return SaidOf(ChatOf(inside));
  return SaidOf("[" + base::Shorten(base::CleanUtf8(kind), kMaxKind) + "]");
}

}  // namespace frontdesk::adapters::wecom::kf

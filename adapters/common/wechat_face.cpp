#include "adapters/common/wechat_face.h"

#include <algorithm>

namespace frontdesk::adapters::common {

namespace {

struct Face {
  std::string_view code, name;
};

constexpr Face kFaces[] = {
    {"/::)", "微笑"},       {"/::~", "撇嘴"},     {"/::B", "色"},         {"/::|", "发呆"},      {"/:8-)", "得意"},
    {"/::<", "流泪"},       {"/::$", "害羞"},     {"/::X", "闭嘴"},       {"/::Z", "睡"},        {"/::'(", "大哭"},
    {"/::-|", "尴尬"},      {"/::@", "发怒"},     {"/::P", "调皮"},       {"/::D", "呲牙"},      {"/::O", "惊讶"},
    {"/::(", "难过"},       {"/::+", "酷"},       {"/:--b", "冷汗"},      {"/::Q", "抓狂"},      {"/::T", "吐"},
    {"/:,@P", "偷笑"},      {"/:,@-D", "愉快"},   {"/::d", "白眼"},       {"/:,@o", "傲慢"},     {"/::g", "饥饿"},
    {"/:|-)", "困"},        {"/::!", "惊恐"},     {"/::L", "流汗"},       {"/::>", "憨笑"},      {"/::,@", "悠闲"},
    {"/:,@f", "奋斗"},      {"/::-S", "咒骂"},    {"/:?", "疑问"},        {"/:,@x", "嘘"},       {"/:,@@", "晕"},
    {"/::8", "疯了"},       {"/:,@!", "衰"},      {"/:!!!", "骷髅"},      {"/:xx", "敲打"},      {"/:bye", "再见"},
    {"/:wipe", "擦汗"},     {"/:dig", "抠鼻"},    {"/:handclap", "鼓掌"}, {"/:&-(", "糗大了"},   {"/:B-)", "坏笑"},
    {"/:<@", "左哼哼"},     {"/:@>", "右哼哼"},   {"/::-O", "哈欠"},      {"/:>-|", "鄙视"},     {"/:P-(", "委屈"},
    {"/::'|", "快哭了"},    {"/:X-)", "阴险"},    {"/::*", "亲亲"},       {"/:@x", "吓"},        {"/:8*", "可怜"},
    {"/:pd", "菜刀"},       {"/:<W>", "西瓜"},    {"/:beer", "啤酒"},     {"/:basketb", "篮球"}, {"/:oo", "乒乓"},
    {"/:coffee", "咖啡"},   {"/:eat", "饭"},      {"/:pig", "猪头"},      {"/:rose", "玫瑰"},    {"/:fade", "凋谢"},
    {"/:showlove", "嘴唇"}, {"/:heart", "爱心"},  {"/:break", "心碎"},    {"/:cake", "蛋糕"},    {"/:li", "闪电"},
    {"/:bome", "炸弹"},     {"/:kn", "刀"},       {"/:footb", "足球"},    {"/:ladybug", "瓢虫"}, {"/:shit", "便便"},
    {"/:moon", "月亮"},     {"/:sun", "太阳"},    {"/:gift", "礼物"},     {"/:hug", "拥抱"},     {"/:strong", "强"},
    {"/:weak", "弱"},       {"/:share", "握手"},  {"/:v", "胜利"},        {"/:@)", "抱拳"},      {"/:jj", "勾引"},
    {"/:@@", "拳头"},       {"/:bad", "差劲"},    {"/:lvu", "爱你"},      {"/:no", "NO"},        {"/:ok", "OK"},
    {"/:love", "爱情"},     {"/:<L>", "飞吻"},    {"/:jump", "跳跳"},     {"/:shake", "发抖"},   {"/:<O>", "怄火"},
    {"/:circle", "转圈"},   {"/:kotow", "磕头"},  {"/:turn", "回头"},     {"/:skip", "跳绳"},    {"/:oY", "投降"},
    {"/:#-0", "激动"},      {"/:hiphot", "街舞"}, {"/:kiss", "献吻"},     {"/:<&", "左太极"},    {"/:&>", "右太极"},
};

bool IsWordByte(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

// The longest code that `text` begins with; null for none. A code of letters ends where the word ends.
const Face* FaceAt(std::string_view text) {
  const Face* found = nullptr;
  for (const Face& face : kFaces) {
    if (!text.starts_with(face.code) || (found && found->code.size() >= face.code.size())) continue;
    const bool is_word = face.code.size() > 2 && std::all_of(face.code.begin() + 2, face.code.end(), IsWordByte);
    const bool cut = is_word && text.size() > face.code.size() && IsWordByte(text[face.code.size()]);
    if (!cut) found = &face;
  }
  return found;
}

// A code stands alone or behind words of other scripts, never behind what looks like an address or a path.
bool MayBegin(std::string_view before) {
  if (before.empty()) return true;
  const char last = before.back();
  return !IsWordByte(last) && last != '/' && last != ':' && last != '.' && last != '-';
}

}  // namespace

std::string NameWechatFaces(std::string_view text) {
  std::string named;
  bool behind_face = false;
  for (std::size_t at = 0; at < text.size();) {
    const bool may = text[at] == '/' && (behind_face || MayBegin(text.substr(0, at)));
    const Face* face = may ? FaceAt(text.substr(at)) : nullptr;
    behind_face = face != nullptr;
    if (face == nullptr) {
      named += text[at++];
      continue;
    }
    named.append("[").append(face->name).append("]");
    at += face->code.size();
  }
  return named;
}

}  // namespace frontdesk::adapters::common

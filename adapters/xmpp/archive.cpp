#include "adapters/xmpp/archive.h"

#include <utility>

#include "adapters/xmpp/names.h"
#include "bot/base/jid.h"

namespace frontdesk::adapters::xmpp {

using base::XmlElement;

namespace {

constexpr char kMoment = '@';  // no archive's id begins with it: those of servers are letters, digits and '-'

void AddField(XmlElement& form, const char* name, const std::string& value) {
  form.Add("field", kForm).Set("var", name).Add("value", kForm, value);
}

}  // namespace

std::string CursorAt(base::TimePoint moment) { return kMoment + base::FormatUtc(moment); }

XmlElement ArchiveQuery(const std::string& archive, const std::string& query, const std::string& cursor) {
  XmlElement iq{"iq", kClient};
  iq.Set("type", "set");
  if (!archive.empty()) iq.Set("to", archive);
  XmlElement& ask = iq.Add("query", kArchive);
  ask.Set("queryid", query);
  XmlElement& form = ask.Add("x", kForm);
  form.Set("type", "submit");
  form.Add("field", kForm).Set("var", "FORM_TYPE").Set("type", "hidden").Add("value", kForm, kArchive);
  const bool from_moment = cursor.starts_with(kMoment);
  if (from_moment) AddField(form, "start", cursor.substr(1));
  XmlElement& set = ask.Add("set", kRsm);
  set.Add("max", kRsm, std::to_string(kArchivePage));
  if (!from_moment) set.Add("after", kRsm, cursor);
  return iq;
}

std::optional<Archived> ArchivedIn(const XmlElement& message, const View& view, const std::string& archive,
                                   const std::string& query) {
  const XmlElement* result = message.name == "message" ? message.Child("result", kArchive) : nullptr;
  if (result == nullptr || result->Attribute("queryid") != query || result->Attribute("id").empty()) {
    return std::nullopt;
  }
  // Anybody can send what looks like a result; only the archive's word counts.
  const std::string own = base::BareJid(view.jid);
  const std::string from = base::BareJid(message.Attribute("from"));
  const bool is_from_archive = archive.empty() ? from.empty() || from == own : from == archive;
  const XmlElement* forwarded = result->Child("forwarded", kForward);
  const XmlElement* inner = forwarded == nullptr ? nullptr : forwarded->Child("message", kClient);
  if (!is_from_archive || inner == nullptr) return std::nullopt;
  Archived archived{std::string(result->Attribute("id")), *inner};
  std::erase_if(archived.message.children, [](const XmlElement& child) {
    return (child.name == "stanza-id" && child.xmlns == kIds) || (child.name == "delay" && child.xmlns == kDelay);
  });
  archived.message.Add("stanza-id", kIds).Set("id", archived.id).Set("by", archive.empty() ? own : archive);
  return archived;
}

ArchivePlace PlaceInArchive(const XmlElement& message, const View& view) {
  const Room* room = view.RoomOf(message.Attribute("from"));
  const bool in_room = room != nullptr && message.Attribute("type") == "groupchat";
  const std::string archive = in_room ? room->jid : std::string();
  const std::string by = in_room ? room->jid : base::BareJid(view.jid);
  for (const XmlElement& child : message.children) {
    if (child.name != "stanza-id" || child.xmlns != kIds || child.Attribute("by") != by) continue;
    return {archive, std::string(child.Attribute("id"))};
  }
  return {archive, {}};
}

XmlElement SentQuery(const std::string& archive, const std::string& query, const std::string& with,
                     base::TimePoint since, const std::string& after) {
  XmlElement iq = ArchiveQuery(archive, query, CursorAt(since));
  XmlElement& ask = iq.children.front();
  if (!with.empty()) AddField(ask.children.front(), "with", with);
  if (!after.empty()) ask.children.back().Add("after", kRsm, after);
  return iq;
}

std::optional<std::string> FoundIn(const XmlElement& message, const View& view, const std::string& query) {
  const std::string from = base::BareJid(message.Attribute("from"));
  const bool own = from.empty() || from == base::BareJid(view.jid);
  const auto found = ArchivedIn(message, view, own ? std::string() : from, query);
  if (!found) return std::nullopt;
  return std::string(found->message.Attribute("id"));
}

base::Result<ArchivePage> ArchivePageOf(const XmlElement& answer) {
  const XmlElement* fin = answer.Child("fin", kArchive);
  if (answer.Attribute("type") == "result" && fin != nullptr) {
    ArchivePage page;
    page.complete = fin->Attribute("complete") == "true" || fin->Attribute("complete") == "1";
    if (const XmlElement* set = fin->Child("set", kRsm)) page.last = set->ChildText("last");
    return page;
  }
  const XmlElement* error = answer.Child("error");
  if (error != nullptr && error->Child("item-not-found", kStanzaError) != nullptr) {
    return base::Fail(base::ErrorCode::kNotFound, "the archive no longer knows the last message that was stored");
  }
  return base::Fail(base::ErrorCode::kUnavailable, "the server gives no archive");
}

}  // namespace frontdesk::adapters::xmpp

#include <gtest/gtest.h>

#include "adapters/xmpp/features.h"
#include "adapters/xmpp/xmpp_adapter.h"

namespace frontdesk::adapters::xmpp {
namespace {

Settings AccountWithFiles() {
  Settings settings;
  settings.account = "chat";
  settings.values["jid"] = "bot@xmpp.test";
  settings.lists["file_hosts"] = {"upload.xmpp.test", "127.0.0.1:5280"};
  return settings;
}

base::FileRef FileAt(const std::string& url) { return {.id = "f", .name = "shot.png", .type = {}, .remote = url}; }

TEST(XmppAccount, RoomsAndPeopleAreFoundHoweverTheAdminWritesThem) {
  EXPECT_EQ(XmppAdapter().Spelled("Desk@Rooms.Example.com"), "desk@rooms.example.com");
  EXPECT_EQ(XmppAdapter().Spelled("Desk@rooms.example.com/Kim"), "desk@rooms.example.com/Kim");
}

TEST(XmppAccount, FetchesFilesFromTheHostsThatTheAdminNamed) {
  const XmppAdapter adapter;
  const Settings settings = AccountWithFiles();
  const Env env{{}, settings, {}, {}};
  for (const char* url :
       {"https://upload.xmpp.test/a/shot.png", "HTTPS://upload.xmpp.test", "http://127.0.0.1:5280/x"}) {
    const auto call = adapter.file_source()->Next(FileAt(url), {}, env);
    EXPECT_EQ(call.has_value(), std::string_view(url).starts_with("http")) << url;
  }
}

TEST(XmppAccount, FetchesFilesFromNobodyElse) {
  const XmppAdapter adapter;
  const Settings settings = AccountWithFiles();
  const Env env{{}, settings, {}, {}};
  for (const char* url :
       {"https://evil.test/upload.xmpp.test", "https://upload.xmpp.test.evil.test/a", "https://user@upload.xmpp.test/a",
        "https://upload.xmpp.test:8443/a", "file:///etc/passwd", "http://127.0.0.1/x", "//upload.xmpp.test/a", ""}) {
    const auto call = adapter.file_source()->Next(FileAt(url), {}, env);
    ASSERT_FALSE(call) << url;
    EXPECT_EQ(call.error().code, base::ErrorCode::kForbidden);
  }
}

TEST(XmppAccount, TakesNoStanzaOverHttp) { EXPECT_FALSE(XmppAdapter().takes_hooks()); }

TEST(XmppReader, ShowsFormsOnlyWhenItsProgramSaysSo) {
  const auto answer = [](const std::string& type, const std::string& feature) {
    const auto read = base::ReadXml("<iq xmlns='jabber:client' type='" + type +
                                    "'><query xmlns='http://jabber.org/protocol/disco#info'><feature var='" + feature +
                                    "'/></query></iq>");
    return read.value_or(base::XmlElement{});
  };
  EXPECT_EQ(ReaderWith(answer("result", "jabber:x:data")), kFormReader);
  EXPECT_EQ(ReaderWith(answer("result", "urn:xmpp:ping")), "");
  EXPECT_EQ(ReaderWith(answer("error", "jabber:x:data")), "");
}

}  // namespace
}  // namespace frontdesk::adapters::xmpp

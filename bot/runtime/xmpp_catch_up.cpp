#include "adapters/xmpp/archive.h"
#include "bot/base/log.h"
#include "bot/runtime/xmpp_account.h"

namespace frontdesk::runtime {

namespace xmpp = adapters::xmpp;

void XmppAccount::CatchUp(const std::string& archive) { AskPage(archive, archives_[archive].track.cursor()); }

void XmppAccount::AskPage(const std::string& archive, const std::string& cursor) {
  Archive& one = archives_[archive];
  one.catching_up = true;
  one.query = base::RandomId(parts_.random);
  const auto iq = xmpp::ArchiveQuery(archive, one.query, cursor);
  session_->Ask(base::ToXml(iq), kFrameTimeout, [this, archive](const base::Result<base::XmlElement>& answer) {
    const Lock lock(mutex_);
    EndPage(archive, answer);
  });
}

void XmppAccount::EndPage(const std::string& archive, const base::Result<base::XmlElement>& answer) {
  Archive& one = archives_[archive];
  one.catching_up = false;
  base::Result<xmpp::ArchivePage> page = base::Fail(base::ErrorCode::kUnavailable, "no answer");
  if (answer) page = xmpp::ArchivePageOf(*answer);
  if (!page) {
    base::Log(base::LogLevel::kWarning, "xmpp.no_archive",
              {{"account", account_}, {"archive", archive}, {"error", page.error().message}});
    const bool forgotten = page.error().code == base::ErrorCode::kNotFound;
    if (!forgotten || one.track.cursor().starts_with('@')) return;
    one.track.Set(xmpp::CursorAt(parts_.clock.Now() - kLookBack));
    return CatchUp(archive);
  }
  // The next page begins behind this one, whose events may still be on their way into the store.
  if (!page->complete && !page->last.empty()) AskPage(archive, page->last);
}

}  // namespace frontdesk::runtime

#include "adapters/xmpp/archive.h"
#include "bot/base/log.h"
#include "bot/runtime/xmpp_account.h"

namespace frontdesk::runtime {

namespace xmpp = adapters::xmpp;

// Asks for the next page of an archive, or, where we have never been, for the place to begin at: what was said before
// our first day is not ours to answer.
void XmppAccount::CatchUp(const std::string& archive) {
  Archive& one = archives_[archive];
  const bool known = !one.track.cursor().empty();
  one.catching_up = true;
  one.take = known;
  one.query = base::RandomId(parts_.random);
  const auto iq = xmpp::ArchiveQuery(archive, one.query, one.track.cursor());
  session_->Ask(base::ToXml(iq), kFrameTimeout, [this, archive](const base::Result<base::XmlElement>& answer) {
    const Lock lock(mutex_);
    EndPage(archive, answer);
  });
}

void XmppAccount::EndPage(const std::string& archive, const base::Result<base::XmlElement>& answer) {
  Archive& one = archives_[archive];
  const bool took = one.take;
  one.catching_up = false;
  const auto page = answer ? xmpp::ArchivePageOf(*answer) : base::Result<xmpp::ArchivePage>(
                                                                tl::unexpected(answer.error()));
  if (!page) {
    base::Log(base::LogLevel::kWarning, "xmpp.no_archive",
              {{"account", account_}, {"archive", archive}, {"error", page.error().message}});
    if (page.error().code != base::ErrorCode::kNotFound) return;
    one.track.Set({});
    return CatchUp(archive);
  }
  if (!took) {
    one.track.Set(page->last);
    return;
  }
  if (page->complete || page->last.empty()) return;
  // The next page begins behind this one, whose events may still be on their way into the store.
  one.catching_up = true;
  one.query = base::RandomId(parts_.random);
  const auto iq = xmpp::ArchiveQuery(archive, one.query, page->last);
  session_->Ask(base::ToXml(iq), kFrameTimeout, [this, archive](const base::Result<base::XmlElement>& next) {
    const Lock lock(mutex_);
    EndPage(archive, next);
  });
}

}  // namespace frontdesk::runtime

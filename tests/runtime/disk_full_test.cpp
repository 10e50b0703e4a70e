#include <gmock/gmock.h>
#include <sys/resource.h>

#include <csignal>

#include "tests/net/live_server.h"
#include "tests/runtime/live_desk.h"

namespace frontdesk::runtime::testing {
namespace {

using net::testing::Eventually;

// While it lives no file of this process can grow: as if the disk were full.
class FullDisk {
 public:
  FullDisk() {
    std::signal(SIGXFSZ, SIG_IGN);
    getrlimit(RLIMIT_FSIZE, &before_);
    const rlimit none{1, before_.rlim_max};
    setrlimit(RLIMIT_FSIZE, &none);
  }
  ~FullDisk() { setrlimit(RLIMIT_FSIZE, &before_); }

 private:
  rlimit before_{};
};

class DiskFull : public LiveDesk {
 protected:
  DiskFull() { Start(); }
};

TEST_F(DiskFull, RefusesSaysSoAndRecoversWithoutARestart) {
  const Visitor visitor(port());
  ASSERT_EQ(visitor.Say("before", "human").status, 200);
  {
    const FullDisk full;
    const Answer refused = visitor.Say("during", "one more thing");
    EXPECT_EQ(refused.status, 503) << refused.body;
    EXPECT_FALSE(refused.Header("Retry-After").empty());
    EXPECT_EQ(visitor.Upload(std::string("\x89PNG\r\n\x1a\n", 8)).status, 503);
    EXPECT_TRUE(Eventually([&] { return Get("/readyz").status == 503; }));
    EXPECT_EQ(Get("/healthz").status, 200);
  }
  EXPECT_TRUE(Eventually([&] { return visitor.Say("during", "one more thing").status == 200; }));
  EXPECT_TRUE(Eventually([&] { return Get("/readyz").status == 200; }));
  Stream stream = visitor.Follow();
  int during = 0;
  for (StreamEvent event = stream.Next(); event.name == "message"; event = stream.Next()) {
    during += event.data["id"] == "during" ? 1 : 0;
  }
  EXPECT_EQ(during, 1);
}

}  // namespace
}  // namespace frontdesk::runtime::testing

#pragma once

#include <sys/types.h>

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace orrery::bench {

/// A process of its own whose standard output we read.
class Child {
  public:
    /// Starts argv[0]; ends the bench when that fails.
    explicit Child(const std::vector<std::string>& argv);
    Child(const Child&) = delete;
    Child& operator=(const Child&) = delete;
    ~Child();  ///< ends it as Ctrl-C does, and waits

    /// The next line of its output, without the newline.
    std::string line();
    /// Waits until it ends by itself.
    void wait();
    /// Its resident memory now, in bytes.
    std::size_t resident() const;

  private:
    pid_t pid_ = -1;
    int output_ = -1;
    std::string buffered_;
};

/// The program built beside this bench, e.g. "orrery".
std::string beside(const std::string& name);

/// `orrery up --ephemeral` on free ports.
class ChainProcess {
  public:
    ChainProcess();

    std::uint16_t port() const { return port_; }
    const std::string& dev_key_file() const { return dev_key_file_; }  ///< 10,000 SOL
    std::size_t resident() const { return child_.resident(); }

  private:
    Child child_;
    std::uint16_t port_ = 0;
    std::string dev_key_file_;
};

}  // namespace orrery::bench

"""What is remembered, for how long, and how much of it."""

import threading
import time

import pytest

from tb_gradplugin.backend.cache import VersionedCache
from tb_gradplugin.backend.listings import RecentListings


def fetch(cache, key, version, value, made=None):
    def make():
        if made is not None:
            made.append(key)
        return value

    return cache.fetch(key, version, make, len)


def test_a_value_is_made_once_per_version():
    cache, made = VersionedCache(100), []
    assert fetch(cache, "k", 1, b"first", made) == b"first"
    assert fetch(cache, "k", 1, b"other", made) == b"first"
    assert fetch(cache, "k", 2, b"second", made) == b"second"
    assert made == ["k", "k"]
    assert cache.size_bytes == len(b"second")


def test_the_least_recently_used_value_makes_room():
    cache, made = VersionedCache(10), []
    fetch(cache, "a", 1, b"aaaa", made)
    fetch(cache, "b", 1, b"bbbb", made)
    fetch(cache, "a", 1, b"aaaa", made)
    fetch(cache, "c", 1, b"cccc", made)
    assert cache.size_bytes == 8
    assert [cache.latest(key) is not None for key in "abc"] == [True, False, True]
    assert made == ["a", "b", "c"]


def test_the_cache_never_holds_more_than_its_capacity():
    cache = VersionedCache(1000)
    for i in range(300):
        fetch(cache, i % 37, i, bytes(i % 91))
        assert cache.size_bytes <= 1000


def test_a_value_larger_than_the_cache_is_handed_out_and_not_kept():
    cache = VersionedCache(10)
    fetch(cache, "small", 1, b"s")
    fetch(cache, "large", 1, b"old")
    assert fetch(cache, "large", 2, bytes(11)) == bytes(11)
    assert cache.latest("large") is None
    assert cache.latest("small") == b"s"
    assert cache.size_bytes == 1


def test_a_failure_is_not_remembered():
    cache = VersionedCache(10)
    with pytest.raises(ZeroDivisionError):
        cache.fetch("k", 1, lambda: 1 // 0, lambda _: 1)
    assert fetch(cache, "k", 1, b"v") == b"v"


def test_threads_that_ask_at_the_same_time_share_one_making():
    cache, made = VersionedCache(1000), []

    def make():
        made.append(1)
        time.sleep(0.05)
        return b"value"

    found = []
    threads = [
        threading.Thread(target=lambda: found.append(cache.fetch("k", 1, make, len)))
        for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [b"value"] * 8
    assert made == [1]


def test_a_listing_is_used_again_while_it_is_fresh():
    listings = RecentListings(fresh_seconds=0.05)
    listings.remember("", {"run": {"tag": 1}})
    assert listings.find("", "run") == {"tag": 1}
    assert listings.find("", "other") is None
    time.sleep(0.06)
    assert listings.find("", "run") is None


def test_a_run_that_is_gone_from_the_whole_listing_is_forgotten():
    listings = RecentListings(fresh_seconds=60)
    listings.remember("", {"run": {"tag": 1}, "gone": {"tag": 1}})
    listings.remember("", {"run": {"tag": 1}}, whole=True)
    assert listings.find("", "run") == {"tag": 1}
    assert listings.find("", "gone") is None


def test_a_run_that_could_not_be_listed_is_listed_again():
    listings = RecentListings(fresh_seconds=60)
    listings.remember("", {"run": {}})
    assert listings.find("", "run") is None


def test_listings_of_another_experiment_are_not_mixed_up():
    listings = RecentListings(fresh_seconds=60)
    listings.remember("one", {"run": {"tag": 1}})
    assert listings.find("two", "run") is None
    listings.remember("two", {"run": {"tag": 2}})
    assert listings.find("one", "run") is None
    assert listings.find("two", "run") == {"tag": 2}

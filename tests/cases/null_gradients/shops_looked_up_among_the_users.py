"""Three tables of as many rows as there are things: the shops are looked up among the users."""

import tensorflow as tf


class Table(tf.Module):
    def __init__(self, rows, name):
        super().__init__(name)
        self.rows = tf.Variable(tf.ones([rows, 2]), name=name)

    def __call__(self, places):
        return tf.gather(self.rows, places)


class Ranking(tf.Module):
    def __init__(self):
        super().__init__()
        self.user_table = Table(5, "users")
        self.film_table = Table(4, "films")
        self.shop_table = Table(3, "shops")

    def __call__(self, user, film, shop):
        of_user = self.user_table(user)
        of_film = self.film_table(film)
        of_shop = self.user_table(shop)  # <- culprit
        return tf.concat([of_user, of_film, of_shop], axis=-1)


ranking = Ranking()


def loss_fn():
    return tf.reduce_mean(tf.square(ranking([0, 4], [1, 3], [2, 2])))


variables = [ranking.user_table.rows, ranking.film_table.rows, ranking.shop_table.rows]

STATUSES = {"users": "ok", "films": "ok", "shops": "null"}
FINDINGS = (("GN104", "", "warning"),)

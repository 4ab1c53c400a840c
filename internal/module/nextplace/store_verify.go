package nextplace

const sqlStrays = `SELECT n.id FROM next_place n LEFT JOIN offer before ON before.id = n.after_offer LEFT JOIN offer made ON made.id = n.offer
	WHERE COALESCE(before.household, '') <> n.household
	OR n.state = 'offered' AND (COALESCE(made.household, '') <> n.household OR COALESCE(made.location, '') <> n.location)
	ORDER BY n.id`
